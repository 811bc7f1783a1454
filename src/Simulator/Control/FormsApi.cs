using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>What a phone asks a form's endpoint: for the first screen, the one before, or the one after what was filled in.</summary>
internal sealed record FormQuestion(string? To, string? Action, string? Screen, JsonObject? Data);

/// <summary>The next screen with its data; or, at the end, the id of the answer that went to the business.</summary>
internal sealed record FormAnswer(string? Screen, JsonObject? Data, string? Id);

/// <summary>A form in a person's hand whose screens come from the business's endpoint.</summary>
internal static class FormsApi
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/numbers/{phoneNumberId}/phones/{phone}/forms", Ask);

    private static async Task<IResult> Ask(
        string phoneNumberId,
        string phone,
        HttpRequest request,
        World world,
        FormExchange exchange,
        Person person,
        CancellationToken cancel
    )
    {
        if (PhonesApi.Wrong(world, phoneNumberId, phone, out var line) is { } wrong)
        {
            return wrong;
        }

        if (await ControlJson.Read(request, ControlJson.Default.FormQuestion, cancel) is not { To: { } to } question)
        {
            return Problems.BadJson();
        }

        var form = Opened(line, phone, to);

        if (form is null || Endpoint(line, form) is not { } endpoint)
        {
            return Problems.BadInput("to names no form with an endpoint");
        }

        if (
            question.Action is not ("INIT" or "BACK" or "data_exchange")
            || (question.Data is { } given && !PhoneRaw.Sound(given))
        )
        {
            return Problems.BadInput("action is one of INIT, BACK, data_exchange; data is an object");
        }

        var step = await exchange.Ask(line, endpoint, Asked(question, form), cancel);

        if (step.Answer is not { } answer)
        {
            return TypedResults.Problem(
                step.Problem,
                statusCode: 424,
                title: "The form's endpoint failed",
                type: "/problems/form-endpoint"
            );
        }

        return Told(line, phone, to, answer, person);
    }

    private static JsonObject Asked(FormQuestion question, ChatForm form) =>
        new()
        {
            ["version"] = "3.0",
            ["action"] = question.Action,
            ["screen"] = question.Screen,
            ["data"] = question.Data?.DeepClone() ?? new JsonObject(),
            ["flow_token"] = form.Token,
        };

    private static IResult Told(Line line, string phone, string to, JsonObject answer, Person person)
    {
        var screen = PhoneRaw.Word(answer, "screen");
        var data = answer["data"] as JsonObject;

        if (screen != "SUCCESS")
        {
            return ControlJson.Answer(
                new(screen, (JsonObject?)data?.DeepClone(), null),
                ControlJson.Default.FormAnswer
            );
        }

        var filled = (data?["extension_message_response"] as JsonObject)?["params"] as JsonObject;
        var act = new PhoneAct
        {
            Type = "flow",
            To = to,
            Data = (JsonObject?)filled?.DeepClone(),
        };
        var (id, mistake) = person.Write(line, phone, act);
        return id is null
            ? Problems.BadInput(mistake ?? "not possible")
            : ControlJson.Answer(new("SUCCESS", null, id), ControlJson.Default.FormAnswer);
    }

    private static ChatForm? Opened(Line line, string phone, string id)
    {
        if (line.Find(phone) is not { } chat)
        {
            return null;
        }

        lock (chat.Gate)
        {
            return chat.Find(id)?.Form;
        }
    }

    private static string? Endpoint(Line line, ChatForm form) =>
        (form.Id is { } id ? line.Account.Forms.Find(id) : line.Account.Forms.Named(form.Name ?? ""))?.EndpointUri;
}
