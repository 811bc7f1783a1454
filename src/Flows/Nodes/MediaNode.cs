using WhatsAppBot.Flows.Templates;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>Sends a file: by Meta's media id, or by a public link.</summary>
internal sealed record MediaNode(
    string Id,
    string? Name,
    MediaKind Kind,
    Template Url,
    Template MediaId,
    Template Caption,
    Template FileName
) : Node(Id, Name)
{
    private const int MostFileName = 240;

    public static MediaNode Read(NodeData data)
    {
        var type = data.Text("mediaType") ?? "image";
        if (!NodeData.TryName<MediaKind>(type, out var kind))
            data.Wrong("bad_choice", "mediaType", $"“{type}” is none of image, video, audio, document and sticker.");
        if (data.Text("url") is null or "" && data.Text("id") is null or "")
            data.Wrong("missing", "url", "Give the link of the file, or the id of one that was uploaded.");
        return new MediaNode(
            data.Id,
            data.Name,
            kind,
            data.Template("url"),
            data.Template("id"),
            data.Template("caption"),
            data.Template("filename")
        );
    }

    internal override IReadOnlyList<string?> Ways => [null, Handles.Error];

    internal override bool Speaks => true;

    internal override Move Enter(Run run)
    {
        var id = run.Fill(MediaId, Id).Trim();
        var link = WebAddress.Tidy(run.Fill(Url, Id));
        if (id.Length == 0 && !WebAddress.IsSound(link))
            return Amiss(run, "bad_url", $"“{Texts.Shorten(link, 100)}” is no http or https address.");

        var hasCaption = Kind is not (MediaKind.Audio or MediaKind.Sticker);
        var caption = hasCaption ? run.Fill(Caption, this, "caption", Texts.MostCaption) : "";
        var fileName = Kind == MediaKind.Document ? run.Fill(FileName, this, "filename", MostFileName) : "";
        run.Say(
            this,
            new MediaContent(
                Kind,
                id.Length > 0 ? id : null,
                id.Length > 0 ? null : link,
                Caption: caption.Length > 0 ? caption : null,
                FileName: fileName.Length > 0 ? fileName : null
            )
        );
        return Move.Next;
    }
}
