using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace WhatsAppBot.PrivatePostgres;

/// <summary>The server of one cluster: make its files, start it or find it running, stop it.</summary>
internal sealed class ClusterServer(
    PostgresBinaries binaries,
    Identity identity,
    ClusterFolder folder,
    PrivateClusterOptions options
)
{
    public const string User = "whatsappbot";

    // Linux gives no process this number, so PostgreSQL takes a lock file that names it for a left one
    private const string NobodysPid = "4194304";

    private readonly string _data = folder.Cluster(binaries.Major);

    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = folder.Sockets,
            Username = User,
            Database = database,
            SslMode = SslMode.Disable,
        }.ConnectionString;

    /// <summary>A half-made cluster is never used: it gets its name only when it is whole.</summary>
    public async Task Make(CancellationToken cancel)
    {
        if (File.Exists(Path.Combine(_data, "PG_VERSION")))
            return;

        var half = folder.HalfMade(binaries.Major);
        if (Directory.Exists(half))
            Directory.Delete(half, recursive: true);

        var made = await Command.Run(
            identity.Run([
                .. new[] { binaries.Initdb, "-D", half, "-U", User, "-A", "trust", "-E", "UTF8", "--no-sync" },
                .. Locale(binaries.Major),
            ]),
            cancel
        );
        if (!made.Ok)
            throw Failed("initdb made no cluster", made.LastLine);

        await File.AppendAllTextAsync(
            Path.Combine(half, "postgresql.conf"),
            "\ninclude_if_exists 'private.conf'\n",
            cancel
        );
        Directory.Move(half, _data);
    }

    /// <summary>Brings the server up, or finds it up: after a kill of ours it simply goes on. True when it ran already.</summary>
    public async Task<bool> Up(CancellationToken cancel)
    {
        var waited = Stopwatch.StartNew();
        var started = false;
        await ForgetForeignPid(cancel);
        while (true)
        {
            if (!await Runs(cancel))
            {
                if (started)
                    throw Failed("the server ended as soon as it had started", LastOfLog());
                await Start(cancel);
                started = true;
            }

            var trouble = await Answers(cancel);
            if (trouble is null)
                return !started;
            if (waited.Elapsed > options.Patience)
                throw Failed(
                    $"the server runs but does not answer within {options.Patience.TotalSeconds:0} s",
                    trouble
                );
            await Task.Delay(100, cancel);
        }
    }

    public async Task<bool> Runs(CancellationToken cancel) =>
        (await Command.Run(identity.Run(binaries.PgCtl, "status", "-D", _data), cancel)).Ok;

    /// <summary>A server that does not stop in time goes on; the next start attaches to it.</summary>
    public Task Stop() =>
        Command.Run(
            identity.Run(
                binaries.PgCtl,
                "stop",
                "-D",
                _data,
                "-m",
                options.StopAtOnce ? "immediate" : "fast",
                "-w",
                "-t",
                "30"
            ),
            CancellationToken.None
        );

    public async Task CreateMissing(string database, CancellationToken cancel)
    {
        await using var connection = await Connect(cancel);
        await using var look = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection);
        look.Parameters.Add(new NpgsqlParameter<string> { TypedValue = database });
        if (await look.ExecuteScalarAsync(cancel) is not null)
            return;

        try
        {
            var name = new NpgsqlCommandBuilder().QuoteIdentifier(database);
            await using var create = new NpgsqlCommand($"create database {name}", connection);
            await create.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException e)
            when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // another process was as quick
        }
    }

    private async Task Start(CancellationToken cancel)
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "private.conf"), Settings(), cancel);

        var patience = options.Patience.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        var line = identity.Run(binaries.PgCtl, "start", "-D", _data, "-l", folder.Log, "-w", "-t", patience);
        var console = folder.Log + ".start";
        if (await Command.RunApart(line, console, cancel) != 0)
            throw Failed("the server did not start", LastOfLog());
        File.Delete(console);
    }

    private string Settings()
    {
        var own = new Dictionary<string, string>
        {
            // same-uid processes only: no network, a closed folder, a closed socket
            ["listen_addresses"] = "",
            ["unix_socket_directories"] = folder.Sockets,
            ["unix_socket_permissions"] = "0700",
            ["port"] = "5432",
        };
        return string.Concat(
            options
                .Settings.Concat(own)
                .Select(s => $"{s.Key} = '{s.Value.Replace("'", "''", StringComparison.Ordinal)}'\n")
        );
    }

    /// <summary>
    /// After a crash of the machine or of a container the number in postmaster.pid may be another program's, which PostgreSQL takes for
    /// its own server. Only the number is changed, so that PostgreSQL still looks whether its shared memory is in use.
    /// </summary>
    private async Task ForgetForeignPid(CancellationToken cancel)
    {
        var file = Path.Combine(_data, "postmaster.pid");
        if (!File.Exists(file) || !Directory.Exists("/proc/self"))
            return;

        var lines = await File.ReadAllLinesAsync(file, cancel);
        var command = lines is [var pid, ..] ? $"/proc/{pid.Trim()}/cmdline" : "";
        if (!File.Exists(command))
            return;

        var program = (await File.ReadAllTextAsync(command, cancel)).Split('\0')[0];
        if (Path.GetFileName(program).StartsWith("postgres", StringComparison.Ordinal))
            return;

        lines[0] = NobodysPid;
        await File.WriteAllLinesAsync(file, lines, cancel);
    }

    private async Task<string?> Answers(CancellationToken cancel)
    {
        try
        {
            await using var connection = await Connect(cancel);
            return null;
        }
        catch (NpgsqlException e)
        {
            return e.Message;
        }
    }

    private async Task<NpgsqlConnection> Connect(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false;Timeout=10");
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private string LastOfLog()
    {
        foreach (var log in new[] { folder.Log, folder.Log + ".start" })
        {
            var reason = File.Exists(log) ? File.ReadLines(log).LastOrDefault(l => l.Contains("FATAL:")) : null;
            if (reason is not null)
                return reason;
        }

        return $"see {folder.Log}";
    }

    private PrivatePostgresException Failed(string what, string why) =>
        new(
            $"The private PostgreSQL {binaries.Major} in {_data} is not up: {what} ({why}). {PrivatePostgresException.WaysOut}"
        );

    /// <summary>
    /// Byte order for sorting, Unicode for letters. Before 17 the letters come from the system: plain C would leave é and ш out of every
    /// case-blind search. No ICU, whose order changes with its version.
    /// </summary>
    private static string[] Locale(int major) =>
        major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        : OperatingSystem.IsMacOS() ? ["--locale=C", "--lc-ctype=en_US.UTF-8"]
        : ["--locale=C", "--lc-ctype=C.UTF-8"];
}
