using System.Buffers;

namespace WhatsAppBot.Simulator;

/// <summary>Whom a send is for: a phone, or a business-scoped user id. When both are given the phone wins.</summary>
internal sealed record Recipient(string Input, string? Phone, string Who)
{
    private static readonly SearchValues<char> Ornaments = SearchValues.Create("+-(). \u00a0");

    public static Recipient Of(Check check, Part root, BusinessNumber number)
    {
        if (check.Failed)
        {
            var shown = Digits(root["to"].Text) ?? root["recipient"].Text ?? "";
            return new Recipient(shown, null, shown);
        }

        if (root["to"].Missing)
        {
            var userId = check.Text(root["recipient"]);
            return new Recipient(userId, null, userId);
        }

        var input = check.Text(root["to"]);
        var digits = Digits(input);
        check.Unless(
            digits is { Length: >= 1 and <= 20 },
            () => GraphError.Invalid("Param to is not a valid phone number")
        );
        check.Unless(
            digits != number.Number,
            () => new GraphError(400, 131021, "(#131021) Recipient cannot be sender") { Details = Titles.Of(131021) }
        );
        return new Recipient(input, digits, digits ?? "");
    }

    /// <summary>The recipient's chat with the number.</summary>
    public Chat Chat(Line line) => Phone is { } phone ? line.With(phone) : line.WithUserId(Who);

    /// <summary>The recipient's chat, when there is one already: what is only looked at must leave nothing behind.</summary>
    public Chat? Known(Line line) => Phone is { } phone ? line.Find(phone) : line.FindUserId(Who);

    /// <summary>The one name that a person has, however they are written to.</summary>
    public string UserId(Line line) => Phone is { } phone ? Simulator.Chat.UserIdOf(phone, line.Number.WabaId) : Who;

    /// <summary>The user id, and the phone when it is known.</summary>
    public IReadOnlyList<string> Names(Line line) =>
        (Phone ?? line.FindUserId(Who)?.Phone) is { Length: > 0 } phone ? [phone, UserId(line)] : [Who];

    private static string? Digits(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var digits = text.AsSpan().ContainsAny(Ornaments)
            ? string.Concat(text.Where(letter => !Ornaments.Contains(letter)))
            : text;
        return digits.All(char.IsAsciiDigit) ? digits : null;
    }
}
