using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace WhatsAppBot.PrivatePostgres;

/// <summary>The folder of one cluster: what lies where, and that nobody else may look into it.</summary>
internal sealed class ClusterFolder
{
    // the kernel takes 107 bytes, of which /.s.PGSQL.5432 needs 14
    private const int LongestSocketFolder = 80;
    private const UnixFileMode OnlyOurs = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root;
    private readonly string _home;

    private ClusterFolder(string root, string home, string sockets)
    {
        _root = root;
        _home = home;
        Sockets = sockets;
    }

    public string Sockets { get; }
    public string Log => Path.Combine(_home, "postgres.log");
    public string StartLock => Path.Combine(_root, ".lock");
    public string Users => Path.Combine(_root, "users");

    public string Cluster(int major) => Path.Combine(_home, $"pg{major}");

    public string HalfMade(int major) => Path.Combine(_home, $"pg{major}.init");

    /// <summary>The major version of the cluster that is here; the newest when a change of version left two.</summary>
    public int? Major =>
        Directory
            .EnumerateFiles(
                _home,
                "PG_VERSION",
                new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }
            )
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)))
            .Select(name =>
                name is not null
                && name.StartsWith("pg", StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(2), out var major)
                    ? (int?)major
                    : null
            )
            .Max();

    public static ClusterFolder Open(string dataFolder, Identity identity)
    {
        if (OperatingSystem.IsWindows())
            throw new PrivatePostgresException(
                "A private PostgreSQL is not available on Windows: set ConnectionStrings__Main, or run inside WSL."
            );

        var root = Path.GetFullPath(dataFolder);
        try
        {
            Close(root);
            if (identity.Account is { } account)
            {
                var theirs = Path.Combine("/var/lib", $"whatsappbot-{Hash(root)}");
                GiveTo(account, theirs);
                GiveTo(account, Path.Combine(theirs, "run"));
                return new ClusterFolder(root, theirs, Path.Combine(theirs, "run"));
            }

            var sockets = Path.Combine(root, "run");
            if (Encoding.UTF8.GetByteCount(sockets) > LongestSocketFolder || sockets.AsSpan().ContainsAny(",\"'\\"))
                sockets = Path.Combine(Path.GetTempPath(), $"whatsappbot-{Hash(root)}");
            Close(sockets);
            return new ClusterFolder(root, root, sockets);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PrivatePostgresException(
                $"The folder {root} of the private PostgreSQL can not be used: {e.Message} {PrivatePostgresException.WaysOut}",
                e
            );
        }
    }

    /// <summary>What lies outside the data folder is of no use without a server.</summary>
    public void Leave()
    {
        if (
            !Sockets.StartsWith(Path.GetTempPath(), StringComparison.Ordinal)
            || Sockets.StartsWith(_home, StringComparison.Ordinal)
        )
            return;
        if (Directory.Exists(Sockets))
            Directory.Delete(Sockets, recursive: true);
    }

    /// <summary>Makes a folder at 0700. One that is there already must be ours and no link: the temp folder is everybody's.</summary>
    [UnsupportedOSPlatform("windows")]
    private static void Close(string folder)
    {
        Directory.CreateDirectory(folder, OnlyOurs);
        if (!Command.Wait(["/bin/sh", "-c", "[ -O \"$1\" ] && [ ! -L \"$1\" ]", "sh", folder]).Ok)
            throw new PrivatePostgresException(
                $"The folder {folder} belongs to somebody else, so no private PostgreSQL is started in it."
                    + $" {PrivatePostgresException.WaysOut}"
            );
        File.SetUnixFileMode(folder, OnlyOurs);
    }

    private static void GiveTo(string account, string folder)
    {
        var made = Command.Wait(["install", "-d", "-m", "700", "-o", account, "-g", account, folder]);
        if (!made.Ok)
            throw new IOException(made.LastLine);
    }

    private static string Hash(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 5));
}
