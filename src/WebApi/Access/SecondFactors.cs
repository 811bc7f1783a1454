using System.Security.Cryptography;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Access;

/// <summary>The second factors of people: begun, confirmed with a first code, taken at each sign-in, and removed.</summary>
internal sealed class SecondFactors(TwoFactor store, Secrets secrets, TimeProvider clock)
{
    private const int SecretBytes = 20;
    private const int RecoveryCodes = 10;

    /// <summary>A secret to be put into an app; null when a confirmed one is there.</summary>
    public async Task<byte[]?> Begin(string user, CancellationToken cancel)
    {
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        var box = secrets.Seal(TwoFactor.Place(user), Convert.ToBase64String(secret));
        return await store.Begin(user, box, cancel) ? secret : null;
    }

    /// <summary>The recovery codes, told once; null when the code is not right or nothing was begun.</summary>
    public async Task<IReadOnlyList<string>?> Confirm(Actor person, string code, CancellationToken cancel)
    {
        if (await store.Find(person.Id, cancel) is not { Confirmed: false } begun)
            return null;
        if (Totp.Matching(Secret(person.Id, begun), code, clock.GetUtcNow()) is not { } step)
            return null;

        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => NewRecoveryCode()).ToList();
        var hashes = codes.Select(Token.Hash).ToList();
        return await store.Confirm(person, begun.Sealed, step, hashes, cancel) ? codes : null;
    }

    /// <summary>Takes a code of the app or a recovery code, each once.</summary>
    public async Task<bool> Take(string user, string code, CancellationToken cancel)
    {
        if (await store.Find(user, cancel) is not { Confirmed: true } factor)
            return false;

        var given = code.Trim();
        return Totp.Matching(Secret(user, factor), given, clock.GetUtcNow()) is { } step
            ? await store.UseStep(user, step, cancel)
            : await store.UseRecovery(user, Token.Hash(given.ToLowerInvariant()), cancel);
    }

    public Task Remove(Actor person, CancellationToken cancel) => store.Remove(person, cancel);

    private byte[] Secret(string user, StoredFactor factor) =>
        Convert.FromBase64String(secrets.Open(TwoFactor.Place(user), factor.Sealed));

    private static string NewRecoveryCode()
    {
        var letters = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 16);
        return $"{letters[..8]}-{letters[8..]}";
    }
}
