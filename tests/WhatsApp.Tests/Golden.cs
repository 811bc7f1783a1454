using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.WhatsApp.Tests;

/// <summary>Files with an input and its expected result. <c>UPDATE_GOLDEN=1</c> writes what came out into the source folder.</summary>
internal static class Golden
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Folder(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, name);

    public static TheoryData<string> Names(string folder) =>
        new(
            Directory.GetFiles(Folder(folder), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()
        );

    public static void Check(string folder, string name, JsonNode actual)
    {
        var file = Path.Combine(Folder(folder), name + ".json");
        var text = File.ReadAllText(file);
        var expected = JsonDocument.Parse(text).RootElement.TryGetProperty("expect", out var expect)
            ? JsonNode.Parse(expect.GetRawText())
            : null;
        if (JsonNode.DeepEquals(expected, actual))
            return;

        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, With(text, actual.ToJsonString(Readable)));

        Assert.Equal(expected?.ToJsonString(Readable), actual.ToJsonString(Readable));
    }

    // as text: the input may hold what no JSON library reads and writes unchanged
    private static string With(string text, string actual)
    {
        var old = text.IndexOf(",\n  \"expect\":", StringComparison.Ordinal);
        var head = old < 0 ? text.TrimEnd()[..^1].TrimEnd() : text[..old];
        return $"{head},\n  \"expect\": {actual.Replace("\n", "\n  ", StringComparison.Ordinal)}\n}}\n";
    }
}
