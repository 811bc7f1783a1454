using WhatsAppBot.Messages;

namespace WhatsAppBot.WhatsApp;

/// <summary>The number that sends, and the token that lets it.</summary>
public sealed record GraphChannel(string PhoneNumberId, string AccessToken)
{
    /// <summary>Without the token: records print themselves into logs.</summary>
    public override string ToString() => $"GraphChannel {PhoneNumberId}";
}

/// <summary>To whom: a phone number (any form with the full country code), else a business-scoped user id. The phone goes first.</summary>
public sealed record Recipient(string? Phone, string? Bsuid);

/// <summary>What became of one call. Never an exception, so that a caller can write every outcome down.</summary>
public abstract record SendResult;

/// <summary>
/// Meta took it. <paramref name="WaId"/> may differ from the number dialled; <paramref name="Held"/> means kept back for a quality check,
/// to be sent or dropped later.
/// </summary>
public sealed record Sent(string Wamid, string? WaId, string? UserId, bool Held) : SendResult;

/// <summary>It was not sent and will not be: <paramref name="Scope"/> tells what else has no chance now.</summary>
public sealed record Refused(MessageError Error, RefusalScope Scope) : SendResult;

/// <summary>
/// It was provably not accepted, and may be tried again after <paramref name="After"/>; <paramref name="Scope"/> tells who waits.
/// <see cref="ErrorRule.WaitAfter"/> of the error's code has the longer waits of later tries and the number of tries.
/// </summary>
public sealed record TryLater(TimeSpan After, LaterScope Scope, MessageError Error) : SendResult;

/// <summary>It may have gone out or not. Only a status with our callback data can tell; sending again may double it.</summary>
public sealed record Unknown(string Reason) : SendResult;

/// <summary>How far a refusal reaches.</summary>
public enum RefusalScope
{
    /// <summary>Only this recipient: go on with the others.</summary>
    Recipient,

    /// <summary>The content or template is wrong for everybody: stop the broadcast.</summary>
    Content,

    /// <summary>The number or account may not send: stop all its sending and tell an admin.</summary>
    Number,

    /// <summary>The access token is good no more: nothing goes out with it, and another one mends it.</summary>
    Token,
}

/// <summary>Who has to wait.</summary>
public enum LaterScope
{
    /// <summary>This message to this recipient.</summary>
    Recipient,

    /// <summary>Everything this number sends.</summary>
    Number,

    /// <summary>Everything the business account or app sends.</summary>
    Account,
}
