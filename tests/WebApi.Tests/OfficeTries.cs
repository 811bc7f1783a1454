namespace WhatsAppBot.WebApi.Tests;

/// <summary>Tries to sign in, which count against all who come from this machine.</summary>
internal static class OfficeTries
{
    /// <summary>Nobody has tried to sign in as this one. The tries of others, in tests beside this one, stay.</summary>
    public static Task ForgetTries(this Office office, string email) =>
        office.Do(
            $"""
            delete from sign_in_tries
            where who in (sha256('account {email.ToLowerInvariant()}'::bytea), sha256('address 127.0.0.1'::bytea))
            """
        );
}
