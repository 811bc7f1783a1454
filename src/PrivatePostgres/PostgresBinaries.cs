using System.Globalization;
using System.Text.RegularExpressions;

namespace WhatsAppBot.PrivatePostgres;

/// <summary>A folder that holds postgres, initdb and pg_ctl of one major version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    public string Initdb => Path.Combine(Folder, "initdb");
    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>What a folder holds, or null when it is not a whole set.</summary>
    public static PostgresBinaries? In(string folder)
    {
        var postgres = Path.Combine(folder, "postgres");
        if (!File.Exists(postgres))
            return null;

        // a link such as /usr/local/bin/postgres leads to the folder that has the rest beside it
        var real = File.ResolveLinkTarget(postgres, returnFinalTarget: true)?.FullName ?? postgres;
        var home = Path.GetDirectoryName(real) ?? folder;
        var found = new PostgresBinaries(home, 0);
        if (!File.Exists(found.Initdb) || !File.Exists(found.PgCtl))
            return null;

        var said = Command.Wait([real, "--version"]);
        var version = Version().Match(said.Output);
        return said.Ok && version.Success
            ? found with
            {
                Major = int.Parse(version.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            }
            : null;
    }

    [GeneratedRegex(@"PostgreSQL\) (\d+)")]
    private static partial Regex Version();
}
