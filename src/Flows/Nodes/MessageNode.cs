using WhatsAppBot.Flows.Templates;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>Sends a text.</summary>
internal sealed record MessageNode(string Id, string? Name, Template Text, bool PreviewUrl) : Node(Id, Name)
{
    public static MessageNode Read(NodeData data)
    {
        if (data.Flag("useTemplate"))
            data.Wrong(
                "not_supported",
                "useTemplate",
                "Approved templates cannot be sent by this node yet; use a text."
            );
        return new MessageNode(data.Id, data.Name, data.Template("text"), data.Flag("previewUrl"));
    }

    internal override IReadOnlyList<string?> Ways => [null, Handles.Error];

    internal override bool Speaks => true;

    internal override Move Enter(Run run)
    {
        var text = run.Fill(Text, this, "text", Texts.MostText);
        if (text.Length == 0)
            run.Trouble(Id, "empty_text", "There was no text to send.");
        else
            run.Say(this, new TextContent(text, PreviewUrl));
        return Move.Next;
    }
}
