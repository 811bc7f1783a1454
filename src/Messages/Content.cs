using System.Text.Json;
using System.Text.Json.Serialization;

namespace WhatsAppBot.Messages;

/// <summary>What a message carries, whichever way it goes. An unknown kind survives as <see cref="UnknownContent"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TextContent), "text")]
[JsonDerivedType(typeof(MediaContent), "media")]
[JsonDerivedType(typeof(LocationContent), "location")]
[JsonDerivedType(typeof(ContactsContent), "contacts")]
[JsonDerivedType(typeof(ButtonsContent), "buttons")]
[JsonDerivedType(typeof(ListContent), "list")]
[JsonDerivedType(typeof(TemplateContent), "template")]
[JsonDerivedType(typeof(ReplyContent), "reply")]
[JsonDerivedType(typeof(FormReplyContent), "form_reply")]
[JsonDerivedType(typeof(ReactionContent), "reaction")]
[JsonDerivedType(typeof(OrderContent), "order")]
[JsonDerivedType(typeof(SystemContent), "system")]
[JsonDerivedType(typeof(DeletedContent), "deleted")]
[JsonDerivedType(typeof(InteractiveContent), "interactive")]
[JsonDerivedType(typeof(NoteContent), "note")]
[JsonDerivedType(typeof(UnknownContent), "unknown")]
public abstract record Content
{
    /// <summary>The kind people see and lists filter by: <c>text</c>, <c>image</c>, <c>buttons</c> …</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>One plain line for lists, search and templates; empty when there are no words in it.</summary>
    [JsonIgnore]
    public abstract string Plain { get; }
}

/// <summary>Plain words, at most 4,096 code points (Meta).</summary>
public sealed record TextContent(string Text, bool PreviewUrl = false) : Content
{
    [JsonIgnore]
    public override string Kind => "text";

    [JsonIgnore]
    public override string Plain => Text;
}

/// <summary>The kinds of media Meta knows; <c>voice</c> is an audio recorded in WhatsApp.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MediaKind>))]
public enum MediaKind
{
    [JsonStringEnumMemberName("image")]
    Image,

    [JsonStringEnumMemberName("video")]
    Video,

    [JsonStringEnumMemberName("audio")]
    Audio,

    [JsonStringEnumMemberName("document")]
    Document,

    [JsonStringEnumMemberName("sticker")]
    Sticker,
}

/// <summary>A file: by Meta's media id, or by a public link (outbound only). Caption at most 1,024 code points.</summary>
public sealed record MediaContent(
    MediaKind Media,
    string? Id = null,
    string? Link = null,
    string? MimeType = null,
    string? Sha256 = null,
    string? Caption = null,
    string? FileName = null,
    bool Voice = false,
    bool Animated = false
) : Content
{
    [JsonIgnore]
    public override string Kind => Media.ToString().ToLowerInvariant();

    [JsonIgnore]
    public override string Plain => Caption ?? FileName ?? "";
}

/// <summary>A place. Name and address only when the sender chose one.</summary>
public sealed record LocationContent(
    double Latitude,
    double Longitude,
    string? Name = null,
    string? Address = null,
    string? Url = null
) : Content
{
    [JsonIgnore]
    public override string Kind => "location";

    [JsonIgnore]
    public override string Plain => Name ?? Address ?? "";
}

/// <summary>One visiting card of a <see cref="ContactsContent"/>; <paramref name="Raw"/> keeps all that Meta sent.</summary>
public sealed record ContactCard(string Name, IReadOnlyList<string> Phones, JsonElement? Raw = null);

/// <summary>Visiting cards, at most 257 (Meta).</summary>
public sealed record ContactsContent(IReadOnlyList<ContactCard> Cards) : Content
{
    [JsonIgnore]
    public override string Kind => "contacts";

    [JsonIgnore]
    public override string Plain => string.Join(", ", Cards.Select(card => card.Name));
}

/// <summary>A reply button: id 1–256, title 1–20 code points.</summary>
public sealed record Button(string Id, string Title);

/// <summary>Text with one to three reply buttons. Body at most 1,024, header and footer 60 code points.</summary>
public sealed record ButtonsContent(
    string Body,
    IReadOnlyList<Button> Buttons,
    string? Header = null,
    string? Footer = null
) : Content
{
    [JsonIgnore]
    public override string Kind => "buttons";

    [JsonIgnore]
    public override string Plain => Body;
}

/// <summary>A row of a list: id 1–200, title 1–24, description at most 72 code points.</summary>
public sealed record ListRow(string Id, string Title, string? Description = null);

/// <summary>A group of rows; a title (at most 24) is required when there is more than one.</summary>
public sealed record ListSection(string? Title, IReadOnlyList<ListRow> Rows);

/// <summary>Text with a menu: at most 10 rows over all sections, button label 1–20 code points.</summary>
public sealed record ListContent(
    string Body,
    string ButtonText,
    IReadOnlyList<ListSection> Sections,
    string? Header = null,
    string? Footer = null
) : Content
{
    [JsonIgnore]
    public override string Kind => "list";

    [JsonIgnore]
    public override string Plain => Body;
}

/// <summary>A message approved by Meta; <paramref name="Components"/> is the JSON array that the Graph API takes.</summary>
public sealed record TemplateContent(
    string Name,
    string Language,
    JsonElement? Components = null,
    string? Preview = null
) : Content
{
    [JsonIgnore]
    public override string Kind => "template";

    [JsonIgnore]
    public override string Plain => Preview ?? Name;
}

/// <summary>What was tapped to make a <see cref="ReplyContent"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReplySource>))]
public enum ReplySource
{
    [JsonStringEnumMemberName("button")]
    Button,

    [JsonStringEnumMemberName("list")]
    List,

    [JsonStringEnumMemberName("template")]
    Template,
}

/// <summary>A tap on a button, a list row or a template's quick reply. Route by <paramref name="Id"/>, never by the title.</summary>
public sealed record ReplyContent(ReplySource Source, string Id, string Title, string? Description = null) : Content
{
    [JsonIgnore]
    public override string Kind => "reply";

    [JsonIgnore]
    public override string Plain => Title;
}

/// <summary>The answer to a WhatsApp Flow or address form; the JSON is the sender's text and may be malformed.</summary>
public sealed record FormReplyContent(string Name, string Body, string ResponseJson) : Content
{
    [JsonIgnore]
    public override string Kind => "form_reply";

    [JsonIgnore]
    public override string Plain => Body;
}

/// <summary>An emoji on another message; an empty emoji takes it away. Never feeds a flow.</summary>
public sealed record ReactionContent(string TargetWamid, string Emoji) : Content
{
    [JsonIgnore]
    public override string Kind => "reaction";

    [JsonIgnore]
    public override string Plain => Emoji;
}

/// <summary>One line of an order; prices are in units of <paramref name="Currency"/>.</summary>
public sealed record OrderItem(string ProductId, decimal Quantity, decimal Price, string Currency);

/// <summary>A basket from the catalogue.</summary>
public sealed record OrderContent(string CatalogId, string? Text, IReadOnlyList<OrderItem> Items) : Content
{
    [JsonIgnore]
    public override string Kind => "order";

    [JsonIgnore]
    public override string Plain => Text ?? "";
}

/// <summary>
/// What happened around a conversation: Meta tells that a contact changed number, id or identity, or we what was done. About is what
/// it was done with, so that a screen can say it in its own language. Never feeds a flow.
/// </summary>
public sealed record SystemContent(
    string Event,
    string Body,
    string? NewPhone = null,
    string? NewBsuid = null,
    string? About = null
) : Content
{
    [JsonIgnore]
    public override string Kind => "system";

    [JsonIgnore]
    public override string Plain => Body;
}

/// <summary>The sender deleted or edited an earlier message (coexistence numbers only). Never feeds a flow.</summary>
public sealed record DeletedContent(string TargetWamid) : Content
{
    [JsonIgnore]
    public override string Kind => "deleted";

    [JsonIgnore]
    public override string Plain => "";
}

/// <summary>An interactive message we have no type for: the JSON of its <c>interactive</c> member, sent as it is.</summary>
public sealed record InteractiveContent(string Subtype, JsonElement Interactive, string Body) : Content
{
    [JsonIgnore]
    public override string Kind => "interactive";

    [JsonIgnore]
    public override string Plain => Body;
}

/// <summary>Someone of the team who is named in a note.</summary>
public sealed record Mention(string UserId, string Name);

/// <summary>What the team tells itself about a conversation. Is never sent.</summary>
public sealed record NoteContent(string Text, IReadOnlyList<Mention> Mentions) : Content
{
    [JsonIgnore]
    public override string Kind => "note";

    [JsonIgnore]
    public override string Plain => Text;
}

/// <summary>Something Meta sent that we cannot read yet: its declared type, and the whole of it. Never feeds a flow.</summary>
public sealed record UnknownContent(string DeclaredType, JsonElement? Raw = null, MessageError? Error = null) : Content
{
    [JsonIgnore]
    public override string Kind => "unsupported";

    [JsonIgnore]
    public override string Plain => "";
}
