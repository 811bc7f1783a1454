using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WhatsAppBot.Simulator;

/// <summary>A WhatsApp Flow: screens that a person fills in. Here it is called a form, because the house has flows of its own.</summary>
internal sealed class Form(string id, string name, DateTimeOffset madeAt)
{
    public string Id { get; } = id;
    public string Name { get; set; } = name;
    public DateTimeOffset MadeAt { get; } = madeAt;
    public string Status { get; set; } = "DRAFT";
    public IReadOnlyList<string> Categories { get; set; } = ["OTHER"];
    public string? EndpointUri { get; set; }

    /// <summary>The screens, as they were uploaded.</summary>
    public string? Screens { get; set; }
    public IReadOnlyList<FormMistake> Mistakes { get; set; } = [];
    public string PreviewToken { get; set; } = Guid.NewGuid().ToString();

    /// <summary>What the screens say of themselves; nothing while there is something wrong with them.</summary>
    public string? Told(string name)
    {
        if (Screens is not { } text || Mistakes.Count > 0)
        {
            return null;
        }

        // the text as it stands: a name may be there twice (the last one counts), or be no valid Unicode
        using var screens = JsonDocument.Parse(text);
        return screens.RootElement.TryGetProperty(name, out var told) ? told.GetRawText().Trim('"') : null;
    }

    public bool Sendable(bool draft) => Status == "PUBLISHED" || (draft && Status == "DRAFT");
}

/// <summary>Something wrong with the screens of a form.</summary>
internal sealed record FormMistake(string Error, string Message, int Line)
{
    public static JsonArray Json(IEnumerable<FormMistake> mistakes) =>
        new([
            .. mistakes.Select(mistake => new JsonObject
            {
                ["error"] = mistake.Error,
                ["error_type"] = "FLOW_JSON_ERROR",
                ["message"] = mistake.Message,
                ["line_start"] = mistake.Line,
                ["line_end"] = mistake.Line,
                ["column_start"] = 1,
                ["column_end"] = 1,
            }),
        ]);
}

/// <summary>The forms of an account.</summary>
internal sealed class FormBook
{
    public const int Most = 1_000;

    private readonly ConcurrentDictionary<string, Form> forms = new();

    public Lock Gate { get; } = new();
    public int Count => forms.Count;
    public IReadOnlyList<Form> All =>
        [.. forms.Values.OrderByDescending(form => form.MadeAt).ThenBy(form => form.Id, StringComparer.Ordinal)];

    public Form? Find(string id) => forms.GetValueOrDefault(id);

    public Form? Named(string name) => forms.Values.FirstOrDefault(form => form.Name == name);

    public void Add(Form form) => forms[form.Id] = form;

    public void Remove(Form form) => forms.TryRemove(form.Id, out _);
}
