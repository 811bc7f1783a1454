namespace WhatsAppBot.PrivatePostgres;

/// <summary>Who runs the server's programs. PostgreSQL refuses uid 0, and the product must start for root too.</summary>
/// <param name="Prefix">What stands before each command.</param>
/// <param name="Account">The account that must own the data, when it is not ours.</param>
internal sealed record Identity(IReadOnlyList<string> Prefix, string? Account)
{
    /// <summary>Any ordinary user: as we are.</summary>
    public static readonly Identity Ourselves = new([], null);

    /// <summary>
    /// Root inside a user namespace: PostgreSQL sees the uid of nobody, the files stay root's, no account is made, nothing changes hands,
    /// and it works below a private home.
    /// </summary>
    public static readonly Identity Namespace = new(
        ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"],
        null
    );

    /// <summary>Root where namespaces are forbidden (Docker's default): the account that the system's PostgreSQL brought.</summary>
    public static readonly Identity PostgresAccount = new(
        ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", "--"],
        "postgres"
    );

    public static Identity OfThisProcess()
    {
        if (!Environment.IsPrivilegedProcess)
            return Ourselves;

        Identity[] ways = [Namespace, PostgresAccount];
        return ways.FirstOrDefault(way => Command.Wait([.. way.Prefix, "true"]).Ok)
            ?? throw new PrivatePostgresException(
                "PostgreSQL does not run as root, and this machine allows neither a user namespace nor has an account postgres:"
                    + " start the product as an ordinary user, or set ConnectionStrings__Main to a PostgreSQL of yours."
            );
    }

    public IEnumerable<string> Run(params IEnumerable<string> line) => [.. Prefix, .. line];
}
