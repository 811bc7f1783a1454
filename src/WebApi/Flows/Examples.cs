using System.Text.Json;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>The flows that people can start from. They are in the program itself, so that every way of installing it has them.</summary>
internal static class Examples
{
    private const string Prefix = "examples/";

    public static IReadOnlyList<ExampleFlow> All { get; } = [.. Names().Select(Read)];

    public static ExampleFlow? Find(string id) => All.FirstOrDefault(example => example.Id == id);

    private static IEnumerable<string> Names() =>
        typeof(Examples)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static ExampleFlow Read(string resource)
    {
        using var stream =
            typeof(Examples).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The build did not embed {resource}.");
        using var document = JsonDocument.Parse(stream);
        var id = resource[Prefix.Length..].Replace(".json", "", StringComparison.Ordinal);
        return new ExampleFlow(
            id,
            Title(id),
            document.RootElement.GetProperty("nodes").GetArrayLength(),
            document.RootElement.Clone()
        );
    }

    private static string Title(string id)
    {
        var words = id.Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
