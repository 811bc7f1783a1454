using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>Sends a form that was made at Meta (a “WhatsApp Flow”) and waits for its answer, which is saved as JSON.</summary>
internal sealed record FormNode(string Id, string? Name, FormTexts Texts, JsonTemplate? Payload, FormAnswer Answers)
    : Node(Id, Name)
{
    public static FormNode Read(NodeData data)
    {
        if (data.Text("flowId") is null or "" && data.Text("flowName") is null or "")
            data.Wrong("missing", "flowId", "Choose the form to send.");
        if (data.Text("body") is null or "")
            data.Wrong("missing", "body", "Write the text above the form's button.");
        var mode = data.Text("mode") ?? "published";
        if (mode is not ("draft" or "published"))
            data.Wrong("bad_choice", "mode", $"“{mode}” is neither draft nor published.");
        if (data.Raw("payload") is not null && data.Text("screen") is null or "")
            data.Warn(
                "no_screen",
                "screen",
                "The payload is only sent with the screen that shows it; name the screen."
            );

        return new FormNode(
            data.Id,
            data.Name,
            new FormTexts(
                data.Template("flowId"),
                data.Template("flowName"),
                data.Template("flowToken"),
                data.Template("header"),
                data.Template("body"),
                data.Template("footer"),
                data.Template("cta"),
                data.Template("screen"),
                mode
            ),
            data.Raw("payload") is { } payload ? JsonTemplate.Read(data, payload, "payload") : null,
            new FormAnswer(data.Text("saveAs") is { Length: > 0 } name ? name : null, data.Seconds("timeoutSeconds"))
        );
    }

    internal override IReadOnlyList<string?> Ways => [null, Handles.Timeout];

    internal override bool Waits => true;

    internal override bool Speaks => true;

    internal override Move Enter(Run run)
    {
        var body = Part(run, Texts.Body, "body", Flows.Texts.MostBody) ?? "…";
        var form = new JsonObject { ["type"] = "flow" };
        if (Part(run, Texts.Header, "header", Flows.Texts.MostHeader) is { } header)
            form["header"] = new JsonObject { ["type"] = "text", ["text"] = header };
        form["body"] = new JsonObject { ["text"] = body };
        if (Part(run, Texts.Footer, "footer", Flows.Texts.MostFooter) is { } footer)
            form["footer"] = new JsonObject { ["text"] = footer };
        form["action"] = new JsonObject { ["name"] = "flow", ["parameters"] = Parameters(run) };
        run.Say(this, new InteractiveContent("flow", Json.Element(form), body));
        return new Park(WaitFor.Answer, Answers.Limit);
    }

    internal override Move? Hear(Run run, Heard heard)
    {
        if (heard.Content is not FormReplyContent reply)
            return null;

        if (!Json.TryParse(reply.ResponseJson, out var answer))
        {
            run.Trouble(Id, "not_json", "The form's answer is no JSON; it was kept as text.");
            answer = JsonValue.Create(CleanText.Of(reply.ResponseJson));
        }

        if (Answers.SaveAs is { } name)
            run.Save(Id, name, answer);
        return Move.Next;
    }

    private JsonObject Parameters(Run run)
    {
        var parameters = new JsonObject { ["flow_message_version"] = "3" };
        if (run.Fill(Texts.FormId, Id).Trim() is { Length: > 0 } id)
            parameters["flow_id"] = id;
        else
            parameters["flow_name"] = run.Fill(Texts.FormName, Id).Trim();
        parameters["flow_token"] = Part(run, Texts.Token, "flowToken", MostToken) ?? TokenOf(run);
        parameters["flow_cta"] = Part(run, Texts.Button, "cta", Flows.Texts.MostButton) ?? "Open";
        parameters["mode"] = Texts.Mode;
        if (run.Fill(Texts.Screen, Id).Trim() is not { Length: > 0 } screen)
            return parameters;

        var payload = new JsonObject { ["screen"] = screen };
        if (Payload?.Fill(run, Id) is JsonObject { Count: > 0 } data)
            payload["data"] = data;
        parameters["flow_action"] = "navigate";
        parameters["flow_action_payload"] = payload;
        return parameters;
    }

    private const int MostToken = 200;

    /// <summary>Another one for every time the form is sent, and the same when the turn is replayed.</summary>
    private string TokenOf(Run run)
    {
        var of = $"{run.Situation.TurnId}\n{run.Contact.Id}\n{run.SessionId}\n{run.Place}\n{Id}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of)).AsSpan(0, 16));
    }

    private string? Part(Run run, Template template, string field, int most) =>
        run.Fill(template, this, field, most) is { Length: > 0 } text ? text : null;
}

/// <summary>What a form's message says and which form it opens.</summary>
internal sealed record FormTexts(
    Template FormId,
    Template FormName,
    Template Token,
    Template Header,
    Template Body,
    Template Footer,
    Template Button,
    Template Screen,
    string Mode
);

/// <summary>Where a form's answer is saved, and how long it is waited for.</summary>
internal sealed record FormAnswer(string? SaveAs, TimeSpan? Limit);
