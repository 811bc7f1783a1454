using System.Text;
using System.Text.Json;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Templates;

/// <summary>How a stored template is shown, and where a page of them ended.</summary>
internal static class TemplateShape
{
    public static TemplateView View(StoredTemplate template)
    {
        using var components = JsonDocument.Parse(template.Components);
        var json = components.RootElement.Clone();
        return new TemplateView(
            template.Id,
            template.ConnectionId,
            template.Name,
            template.Language,
            template.Category,
            template.ComingCategory,
            template.Status,
            template.Reason,
            template.Quality,
            template.ParameterFormat,
            json,
            TemplatePreview.Of(json, new Dictionary<string, string>()).Variables,
            template.ChangedAt
        );
    }

    public static string Cursor(StoredTemplate last) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{last.Name}\n{last.Language}\n{last.Id}"));

    public static (string, string, string)? Place(string cursor)
    {
        var bytes = new byte[cursor.Length];
        return
            cursor.Length <= 1000
            && Convert.TryFromBase64String(cursor, bytes, out var length)
            && CleanText.Of(Encoding.UTF8.GetString(bytes, 0, length)).Split('\n') is [var name, var language, var id]
            ? (name, language, id)
            : null;
    }
}
