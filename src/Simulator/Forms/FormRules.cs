using System.Text.Json;

namespace WhatsAppBot.Simulator;

/// <summary>Looks through the screens of a form: what Meta would not publish is told with its place.</summary>
internal static class FormRules
{
    public static readonly IReadOnlyList<string> Categories =
    [
        "SIGN_UP",
        "SIGN_IN",
        "APPOINTMENT_BOOKING",
        "LEAD_GENERATION",
        "CONTACT_US",
        "CUSTOMER_SUPPORT",
        "SURVEY",
        "OTHER",
    ];

    public static IReadOnlyList<FormMistake> Look(string json, bool hasEndpoint)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. Mistakes(new Part(document.RootElement, ""), hasEndpoint)];
        }
        catch (JsonException wrong)
        {
            return [new FormMistake("INVALID_JSON", "The file is not JSON.", (int)(wrong.LineNumber ?? 0) + 1)];
        }
    }

    private static IEnumerable<FormMistake> Mistakes(Part root, bool hasEndpoint)
    {
        if (
            root["version"].Text is not { } version
            || !Version.TryParse(version, out var parsed)
            || parsed.Major is < 2 or > 7
        )
        {
            yield return new FormMistake("INVALID_PROPERTY_VALUE", "The property 'version' must be 2.1 to 7.3.", 1);
        }

        var screens = root["screens"].Items().ToList();

        if (screens.Count == 0)
        {
            yield return new FormMistake(
                "MISSING_REQUIRED_PROPERTY",
                "The property 'screens' must have at least one screen.",
                1
            );
            yield break;
        }

        var ids = new HashSet<string>();

        foreach (var screen in screens)
        {
            if (screen["id"].Text is not { Length: > 0 } id || id == "SUCCESS" || !ids.Add(id))
            {
                yield return new FormMistake(
                    "INVALID_PROPERTY_VALUE",
                    $"{screen.Path}['id'] must be there, be unique, and not be SUCCESS.",
                    1
                );
            }

            if (screen["layout"]["type"].Text != "SingleColumnLayout" || !screen["layout"]["children"].Items().Any())
            {
                yield return new FormMistake(
                    "INVALID_PROPERTY_VALUE",
                    $"{screen.Path}['layout'] must be a SingleColumnLayout with children.",
                    1
                );
            }
        }

        if (!screens.Exists(screen => screen["terminal"].Value.ValueKind == JsonValueKind.True))
        {
            yield return new FormMistake("MISSING_TERMINAL_SCREEN", "One screen must be terminal.", 1);
        }

        if (!root["data_api_version"].Missing && !hasEndpoint)
        {
            yield return new FormMistake(
                "MISSING_ENDPOINT",
                "A form with data_api_version needs an endpoint_uri before it can be published.",
                1
            );
        }
    }
}
