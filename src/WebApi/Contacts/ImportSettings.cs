using System.Text.Json;
using System.Text.Json.Serialization;
using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>A column of a file, and what it means: phone, bsuid, name, language, tags, optedIn, optedOut, fields.key; null: nothing.</summary>
public sealed record ImportColumn(string Name, string? To);

/// <summary>How an import is to be done, as it is kept with it.</summary>
internal sealed record ImportSettings(
    IReadOnlyList<ImportColumn> Columns,
    bool UpdateExisting,
    string? Region,
    IReadOnlyList<string> Tags,
    string Encoding,
    string Format,
    char Delimiter
)
{
    public string ToJson() => JsonSerializer.Serialize(this, ImportJson.Default.ImportSettings);

    public static ImportSettings Read(string? json) =>
        JsonSerializer.Deserialize(json ?? "", ImportJson.Default.ImportSettings)
        ?? throw new JsonException("An import that runs has settings.");
}

[JsonSerializable(typeof(ImportSettings))]
internal sealed partial class ImportJson : JsonSerializerContext;

/// <summary>Guesses what a column means by its name, in the languages people send us.</summary>
internal static class ColumnGuess
{
    private static readonly Dictionary<string, string> Meanings = new(StringComparer.Ordinal)
    {
        ["phone"] = "phone",
        ["phonenumber"] = "phone",
        ["mobile"] = "phone",
        ["mobilephone"] = "phone",
        ["cell"] = "phone",
        ["whatsapp"] = "phone",
        ["number"] = "phone",
        ["tel"] = "phone",
        ["telephone"] = "phone",
        ["telefon"] = "phone",
        ["telefono"] = "phone",
        ["celular"] = "phone",
        ["movil"] = "phone",
        ["numero"] = "phone",
        ["waid"] = "phone",
        ["handy"] = "phone",
        ["telefone"] = "phone",
        ["name"] = "name",
        ["fullname"] = "name",
        ["nombre"] = "name",
        ["nombrecompleto"] = "name",
        ["nome"] = "name",
        ["contact"] = "name",
        ["bsuid"] = "bsuid",
        ["userid"] = "bsuid",
        ["language"] = "language",
        ["lang"] = "language",
        ["idioma"] = "language",
        ["locale"] = "language",
        ["sprache"] = "language",
        ["tags"] = "tags",
        ["tag"] = "tags",
        ["labels"] = "tags",
        ["etiquetas"] = "tags",
        ["optedin"] = "optedIn",
        ["optin"] = "optedIn",
        ["optedout"] = "optedOut",
        ["optout"] = "optedOut",
        ["unsubscribed"] = "optedOut",
    };

    public static IReadOnlyList<ImportColumn> Of(
        IReadOnlyList<string> names,
        IReadOnlyDictionary<string, FieldDefinition> fields
    )
    {
        var taken = new HashSet<string>();
        return [.. names.Select(name => new ImportColumn(name, Meaning(name) is { } to && taken.Add(to) ? to : null))];

        string? Meaning(string name)
        {
            var plain = Plain(name);
            return Meanings.TryGetValue(plain, out var known) ? known
                : fields.Values.FirstOrDefault(field => Plain(field.Key) == plain || Plain(field.Title) == plain)
                    is { } field
                    ? $"fields.{field.Key}"
                : null;
        }
    }

    private static string Plain(string name) =>
        string.Concat(
            name.ToLowerInvariant()
                .Select(sign =>
                    sign switch
                    {
                        'á' or 'à' or 'â' or 'ã' => 'a',
                        'é' or 'ê' => 'e',
                        'í' => 'i',
                        'ó' or 'ô' or 'õ' => 'o',
                        'ú' or 'ü' => 'u',
                        _ => sign,
                    }
                )
                .Where(char.IsLetterOrDigit)
        );
}
