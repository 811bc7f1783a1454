using System.Text.Json;

namespace WhatsAppBot.WebApi.Templates;

/// <summary>What can be known of a template before Meta is asked.</summary>
internal static class TemplateRules
{
    private const int MostComponents = 64 * 1024;

    /// <summary>What is wrong, or null.</summary>
    public static string? Fault(NewTemplate wanted) =>
        wanted.Name is not { Length: > 0 and <= 512 }
        || wanted.Name.Any(letter => letter is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '_'))
            ? "name is 1 to 512 small letters, digits and underscores."
        : wanted.Language is not { Length: >= 2 and <= 12 } ? "language is a code of Meta's, such as en_US."
        : wanted.Category?.ToUpperInvariant() is not ("MARKETING" or "UTILITY" or "AUTHENTICATION")
            ? "category is MARKETING, UTILITY or AUTHENTICATION."
        : wanted.ParameterFormat is not (null or "POSITIONAL" or "NAMED") ? "parameterFormat is POSITIONAL or NAMED."
        : ComponentsFault(wanted.Components);

    public static string? ComponentsFault(JsonElement components) =>
        components.ValueKind != JsonValueKind.Array || components.GetArrayLength() is 0 or > 10
            ? "components is a list of 1 to 10 parts."
        : components.GetRawText().Length > MostComponents ? $"components is at most {MostComponents / 1024} KiB."
        : null;
}
