using System.Text.RegularExpressions;

namespace WhatsAppBot.Chaos;

/// <summary>The environment that docker-compose.yml gives its services: as no Docker is needed here, processes get the same.</summary>
internal static partial class Compose
{
    /// <summary>The variables of a service, with what stands for other machines replaced.</summary>
    public static Dictionary<string, string> Environment(
        string service,
        IReadOnlyDictionary<string, string> values,
        params (string From, string To)[] places
    )
    {
        var environment = Read(service).ToDictionary(one => one.Key, one => places.Aggregate(one.Value, Replaced));
        foreach (var (name, value) in values)
        {
            if (!environment.ContainsKey(name))
                throw new InvalidOperationException($"{service} in docker-compose.yml does not set {name}.");
            environment[name] = value;
        }

        return environment;
    }

    private static string Replaced(string value, (string From, string To) place) =>
        value.Replace(place.From, place.To, StringComparison.Ordinal);

    private static Dictionary<string, string> Read(string service)
    {
        var variables = new Dictionary<string, string>();
        var (here, inside) = (false, false);
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "docker-compose.yml")))
        {
            if (Service().Match(line) is { Success: true } name)
                (here, inside) = (name.Groups[1].Value == service, false);
            else if (Part().IsMatch(line))
                inside = here && line.Trim() == "environment:";
            else if (inside && Variable().Match(line) is { Success: true } variable)
                variables[variable.Groups[1].Value] = variable.Groups[2].Value;
        }

        return variables.Count > 0
            ? variables
            : throw new InvalidOperationException($"docker-compose.yml has no environment for {service}.");
    }

    [GeneratedRegex("^  ([a-z0-9]+):$")]
    private static partial Regex Service();

    [GeneratedRegex("^    [a-z_]+:")]
    private static partial Regex Part();

    [GeneratedRegex("^      ([A-Za-z0-9_]+): \"(.*)\"$")]
    private static partial Regex Variable();
}
