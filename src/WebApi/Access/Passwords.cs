using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WhatsAppBot.WebApi.Access;

/// <summary>
/// Hashes of passwords: PBKDF2 with HMAC-SHA-256, written as <c>pbkdf2-sha256$rounds$salt$hash</c> so that more rounds can come later. A hash costs a
/// core some 0.2 s, so that only as many are made at once as there are cores.
/// </summary>
internal sealed class Passwords : IDisposable
{
    private const int Rounds = 600_000;
    private const int Bytes = 32;
    private const int SaltBytes = 16;
    private const string Kind = "pbkdf2-sha256";

    /// <summary>Some seconds of work; whoever comes now is better told to come again.</summary>
    private const int MostWaiting = 32;

    private int waiting;
    private readonly SemaphoreSlim cores = new(Math.Max(1, Environment.ProcessorCount));

    // of nobody: checked where there is no such person, so that the answer takes as long
    private readonly string nobody = Write(
        RandomNumberGenerator.GetBytes(SaltBytes),
        RandomNumberGenerator.GetBytes(Bytes)
    );

    public bool IsBusy => Volatile.Read(ref waiting) >= MostWaiting;

    public async Task<string> Hash(string password, CancellationToken cancel)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Write(salt, await Derive(password, salt, Rounds, cancel));
    }

    /// <summary>Takes the same time for a wrong password and for nobody's.</summary>
    public async Task<bool> Matches(string? stored, string password, CancellationToken cancel)
    {
        if (
            (stored ?? nobody).Split('$') is not [Kind, var rounds, var salt, var hash]
            || !int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        )
            throw new InvalidOperationException("A password's hash is not of a kind that is known.");

        var derived = await Derive(password, Convert.FromBase64String(salt), count, cancel);
        return CryptographicOperations.FixedTimeEquals(derived, Convert.FromBase64String(hash)) && stored is not null;
    }

    public void Dispose() => cores.Dispose();

    private async Task<byte[]> Derive(string password, byte[] salt, int rounds, CancellationToken cancel)
    {
        var text = Encoding.UTF8.GetBytes(password);
        Interlocked.Increment(ref waiting);
        try
        {
            await cores.WaitAsync(cancel);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
        try
        {
            return await Task.Run(
                () => Rfc2898DeriveBytes.Pbkdf2(text, salt, rounds, HashAlgorithmName.SHA256, Bytes),
                cancel
            );
        }
        finally
        {
            cores.Release();
        }
    }

    private static string Write(byte[] salt, byte[] hash) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Kind}${Rounds}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}"
        );
}
