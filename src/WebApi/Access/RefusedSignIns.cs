using Npgsql;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Access;

/// <summary>
/// Writes into the audit log that somebody was not let in, in all workspaces of whose account it was. Of each window the first tries and the one from
/// which on nobody listens: whoever guesses all day fills no log. What was typed is not kept.
/// </summary>
internal sealed partial class RefusedSignIns(AuditLog audit, ILogger<RefusedSignIns> log)
{
    // with a second factor the password came in a try of its own
    private const int First = 2;

    private static readonly Actor Stranger = new("unknown", "?");

    /// <summary>Nobody waits for it: an answer must not take longer because there is such an account.</summary>
    public void Note(User? person, TriesNow tries, HttpContext http, string reason)
    {
        var (account, address) = (tries.Counts[0], tries.Counts[1]);
        var worth =
            person is null ? address is 1 or SignInDoor.MostPerAddress + 1
            : reason == "too_often" ? account == SignInDoor.MostPerAccount + 1
            : account <= First;
        if (worth)
            _ = Write(person, reason, http.Connection.RemoteIpAddress?.ToString());
    }

    private async Task Write(User? person, string reason, string? address)
    {
        try
        {
            var detail = new Dictionary<string, string?> { ["reason"] = reason, ["address"] = address };
            await audit.AppendForUser(
                person?.Id,
                new AuditEntry(null, Stranger, "session.refused", person?.Id, detail),
                CancellationToken.None
            );
        }
        catch (NpgsqlException trouble)
        {
            NotWritten(log, trouble.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A refused sign-in is not in the audit log: {Reason}")]
    private static partial void NotWritten(ILogger log, string reason);
}
