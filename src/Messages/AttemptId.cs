using System.Globalization;

namespace WhatsAppBot.Messages;

/// <summary>
/// The name of one try to send one message. It travels in <c>biz_opaque_callback_data</c> (at most 512 characters, echoed in every status),
/// so that a status can tell the outcome of a try whose answer was lost.
/// </summary>
public readonly record struct AttemptId(long Conversation, long Seq, int Attempt)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"m.{Conversation}.{Seq}.{Attempt}");

    /// <summary>Reads what <see cref="ToString"/> wrote; false for anything else, whoever sent it.</summary>
    public static bool TryParse(string? text, out AttemptId id)
    {
        id = default;
        var parts = text?.Split('.');
        if (parts is not ["m", var conversation, var seq, var attempt])
            return false;

        if (
            !long.TryParse(conversation, NumberStyles.None, CultureInfo.InvariantCulture, out var c)
            || !long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var s)
            || !int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var a)
        )
            return false;

        id = new AttemptId(c, s, a);
        return true;
    }
}
