namespace WhatsAppBot.WebApi.Channels;

/// <summary>A Meta app as people see it. Secrets are never told: of each only its last four letters.</summary>
public sealed record ConnectionView(
    string Id,
    string Name,
    string? WabaId,
    string WebhookUrl,
    string VerifyToken,
    string AppSecret,
    string? PreviousAppSecret,
    string AccessToken,
    DateTimeOffset? TokenRefusedAt,
    DateTimeOffset CreatedAt
);

/// <summary>All connections of a workspace.</summary>
public sealed record ConnectionList(IReadOnlyList<ConnectionView> Items);

/// <summary>A Meta app to add; the verify token is made here.</summary>
public sealed record NewConnectionRequest(string Name, string AppSecret, string AccessToken, string? WabaId = null);

/// <summary>
/// What to change. A new app secret is taken beside the old one, so that no webhook is refused in between; <c>endPreviousSecret</c> ends the old one.
/// </summary>
public sealed record ConnectionChangeRequest(
    string? Name = null,
    string? WabaId = null,
    string? AppSecret = null,
    bool EndPreviousSecret = false,
    string? AccessToken = null
);

/// <summary>A business number that this workspace uses.</summary>
public sealed record ChannelInfo(
    long Id,
    string Connection,
    string PhoneNumberId,
    string Number,
    string Title,
    bool Simulated,
    int MessagesPerSecond,
    DateTimeOffset? TokenRefusedAt
);

/// <summary>All channels of a workspace.</summary>
public sealed record ChannelList(IReadOnlyList<ChannelInfo> Items);

/// <summary>A number of the account at Meta, and the channel that uses it, if one does.</summary>
public sealed record AccountNumber(
    string PhoneNumberId,
    string? Number,
    string? Name,
    string? Quality,
    string? Status,
    string? Verification,
    string? Throughput,
    string? MessagingLimit,
    long? Channel
);

/// <summary>The numbers of an account.</summary>
public sealed record AccountNumbers(IReadOnlyList<AccountNumber> Items);

/// <summary>A number of the account to use.</summary>
public sealed record NewChannelRequest(string Connection, string PhoneNumberId, string? Title = null);

/// <summary>What to change of a channel.</summary>
public sealed record ChannelChangeRequest(string? Title = null, int? MessagesPerSecond = null);

/// <summary>How Meta is to bring the six-digit code: SMS or VOICE.</summary>
public sealed record CodeRequest(string Method, string Language = "en_US");

/// <summary>The six digits that Meta brought.</summary>
public sealed record CodeAnswer(string Code);

/// <summary>The six-digit two-step pin.</summary>
public sealed record PinRequest(string Pin);
