using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows;

/// <summary>What was said last and chosen last; the names that templates know it by are in <c>Names</c>.</summary>
public sealed record Memory
{
    public Heard? Heard { get; init; }

    /// <summary>How many messages of the contact fed this session.</summary>
    public int MessageCount { get; init; }

    /// <summary>The text that started the session.</summary>
    public string? TriggerText { get; init; }

    public string? LastBotText { get; init; }
    public string? OptionLabel { get; init; }
    public int? OptionIndex { get; init; }
    public bool? OptionMatched { get; init; }
    public string? HandoffQueue { get; init; }
}

/// <summary>A message of the contact, without what no template can read; <paramref name="Content"/> is null for plain text.</summary>
public sealed record Heard(string Kind, string Text, Content? Content = null)
{
    private const int MostText = 16 * 1024;

    internal static Heard Of(Content content) =>
        content switch
        {
            TextContent text => new Heard(text.Kind, CleanText.Of(text.Text)),
            ContactsContent cards => new Heard(
                cards.Kind,
                "",
                new ContactsContent([.. cards.Cards.Select(card => card with { Raw = null })])
            ),
            _ => new Heard(content.Kind, CleanText.Of(Words(content)), content),
        };

    /// <summary>This and what came after it as one: the words on lines of their own, the last file or place.</summary>
    internal Heard And(Heard later)
    {
        var text =
            Text.Length == 0 ? later.Text
            : later.Text.Length == 0 ? Text
            : $"{Text}\n{later.Text}";
        var newest = later.Content is null ? this : later;
        return new Heard(newest.Kind, Texts.Shorten(text, MostText), newest.Content);
    }

    /// <summary>The words a person chose to send: what triggers and questions look at.</summary>
    private static string Words(Content content) =>
        content switch
        {
            ReplyContent reply => reply.Title,
            MediaContent media => media.Caption ?? "",
            OrderContent order => order.Text ?? "",
            _ => "",
        };
}
