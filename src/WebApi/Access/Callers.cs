using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Access;

/// <summary>
/// Who is who, by token or key: asked of the database, and remembered for two seconds, so that whatever ends on one node has ended on all of them
/// within five.
/// </summary>
internal sealed class Callers(SignIns signIns, ApiKeys keys)
{
    public const string DemoWorkspace = "demo";
    public const string DemoOwner = "demo-owner";
    private const int MostRemembered = 20_000;
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private sealed record Entry(Task<Caller?> Reading, long At);

    private readonly ConcurrentDictionary<string, Entry> known = new();

    public Task<Caller?> BySession(string token)
    {
        var hash = Token.Hash(token);
        return Known(
            "session " + Convert.ToHexString(hash),
            async () =>
                (await signIns.Find([hash], CancellationToken.None))[0] is { } found
                    ? Of(found, hash) with
                    {
                        Antiforgery = AntiforgeryOf(token),
                    }
                    : null
        );
    }

    public Task<Caller?> ByKey(string key)
    {
        var hash = Token.Hash(key);
        return Known("key " + Convert.ToHexString(hash), () => ReadKey(hash));
    }

    /// <summary>Whoever sits at a machine that the demo lets in owns the demo's workspace, and what they make from there.</summary>
    public Task<Caller?> Demo() =>
        Known(
            "demo",
            async () =>
            {
                var made = await signIns.Memberships(DemoOwner, CancellationToken.None);
                return new Caller(
                    CallerKind.Demo,
                    DemoOwner,
                    "Demo",
                    null,
                    [
                        new Membership(DemoWorkspace, "Demo", Role.Owner),
                        .. made.Where(one => one.WorkspaceId != DemoWorkspace),
                    ]
                );
            }
        );

    /// <summary>The demo's key: all that keys may do, in the demo's workspace.</summary>
    public static Caller DemoKey { get; } =
        new(
            CallerKind.DemoKey,
            "demo-key",
            "API key demo-key",
            null,
            [new Membership(DemoWorkspace, "Demo", Role.Owner)]
        );

    /// <summary>The same callers as the database knows them now; null for those who are out.</summary>
    public async Task<IReadOnlyList<Caller?>> Again(IReadOnlyList<Caller> callers, CancellationToken cancel)
    {
        var people = callers.Where(caller => caller.Kind == CallerKind.Person).Select(HashOf).ToList();
        var found = new Queue<SignedIn?>(people.Count == 0 ? [] : await signIns.Find(people, cancel));
        var again = new List<Caller?>(callers.Count);
        foreach (var caller in callers)
        {
            again.Add(
                caller.Kind switch
                {
                    CallerKind.Person => found.Dequeue() is { } person ? Of(person, HashOf(caller)) : null,
                    CallerKind.Key => await ReadKey(HashOf(caller)),
                    CallerKind.Demo => await Demo(),
                    _ => caller,
                }
            );
        }
        return again;
    }

    /// <summary>Something changed here: everybody is looked up anew.</summary>
    public void Forget() => known.Clear();

    public static string AntiforgeryOf(string token) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes("antiforgery " + token)));

    private async Task<Caller?> Known(string name, Func<Task<Caller?>> read)
    {
        if (known.Count > MostRemembered)
            known.Clear();

        var now = Environment.TickCount64;
        var entry = known.AddOrUpdate(
            name,
            _ => new Entry(read(), now),
            (_, old) => now - old.At < Fresh.TotalMilliseconds && !old.Reading.IsFaulted ? old : new Entry(read(), now)
        );
        return await entry.Reading;
    }

    private async Task<Caller?> ReadKey(byte[] hash) =>
        await keys.Use(hash, CancellationToken.None) is { } key
            ? new Caller(
                CallerKind.Key,
                key.Id,
                $"API key {key.Name}",
                null,
                [new Membership(key.WorkspaceId, key.WorkspaceName, Role.Viewer)],
                hash,
                Scopes: key.Scopes,
                PerMinute: key.PerMinute
            )
            : null;

    private static byte[] HashOf(Caller caller) => caller.Hash ?? [];

    private static Caller Of(SignedIn found, byte[] hash) =>
        new(CallerKind.Person, found.UserId, found.Name, found.Email, found.Memberships, hash);
}
