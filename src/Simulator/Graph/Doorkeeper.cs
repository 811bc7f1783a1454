namespace WhatsAppBot.Simulator;

/// <summary>Asks for the token, and whether it may see the object.</summary>
internal sealed class Doorkeeper(World world, Tokens tokens)
{
    public GraphError? Refusal(HttpRequest request, string id, string edge, Line? line)
    {
        if (Token(request) is not { } token)
        {
            return GraphError.NoToken;
        }

        if (tokens.Find(token) is { } known)
        {
            return tokens.Refusal(known, Scope(edge)) ?? (Reaches(known, id, line) ? null : Hidden(request, id));
        }

        if (world.Secret(id) is { } secret && token == $"{id}|{secret}")
        {
            return null;
        }

        return !world.Knows(token) ? GraphError.BadToken
            : line is null
                ? world.AccountOf(id) is { } account && !world.Opens(account, token) ? Hidden(request, id)
                    : null
            : line.Number.AccessToken is { } right && right != token ? Hidden(request, id)
            : null;
    }

    public static string? Token(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        var space = header.IndexOf(' ', StringComparison.Ordinal);
        var token =
            space > 0 && header[..space].ToLowerInvariant() is "bearer" or "oauth" ? header[(space + 1)..].Trim()
            : header.Length > 0 ? header
            : request.Query["access_token"].ToString();
        return token.Length == 0 ? null : token;
    }

    private bool Reaches(AccessToken token, string id, Line? line) =>
        token.WabaId is not { } waba || (line?.Number.WabaId ?? world.AccountOf(id)?.Id ?? waba) == waba;

    private static string Scope(string edge) =>
        edge is "messages" or "media" or "marketing_messages" ? Tokens.Messaging : Tokens.Management;

    private static GraphError Hidden(HttpRequest request, string id) =>
        GraphError.Unknown(id, request.Method.ToLowerInvariant());
}
