using System.Text.Json;
using WhatsAppBot.Flows.Templates;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>Sends a text, or a template that Meta has approved; outside the 24-hour window the fallback template goes instead of the text.</summary>
internal sealed record MessageNode(
    string Id,
    string? Name,
    Template Text,
    bool PreviewUrl,
    ApprovedTemplate? Approved,
    ApprovedTemplate? Fallback
) : Node(Id, Name)
{
    public static MessageNode Read(NodeData data) =>
        new(
            data.Id,
            data.Name,
            data.Template("text"),
            data.Flag("previewUrl"),
            data.Flag("useTemplate") ? ApprovedTemplate.Read(data, data.Whole(), "templateName") : null,
            data.Raw("fallbackTemplate") is { ValueKind: JsonValueKind.Object or JsonValueKind.String } fallback
                ? ApprovedTemplate.Read(data, fallback, "fallbackTemplate")
                : null
        );

    internal override IReadOnlyList<string?> Ways => [null, Handles.Error];

    internal override bool Speaks => true;

    internal override Move Enter(Run run)
    {
        var text = run.Fill(Text, this, "text", Texts.MostText);
        if (Approved is not null)
            run.Say(this, Approved.Fill(run, this, text));
        else if (text.Length == 0)
            run.Trouble(Id, "empty_text", "There was no text to send.");
        else
            run.Say(this, new TextContent(text, PreviewUrl), Fallback?.Fill(run, this, text));
        return Move.Next;
    }
}
