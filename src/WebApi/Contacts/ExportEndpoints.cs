using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WebApi.Access;
using WhatsAppBot.WebApi.Hosting;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>Contacts as a file.</summary>
internal static class ExportEndpoints
{
    public static void MapContactExport(this IEndpointRouteBuilder routes) =>
        routes
            .MapWorkspace("contacts", "Contacts")
            .MapGet("/export", Export)
            .Needs(Permission.ContactsExport)
            .Audit("contacts.export")
            .CanWait()
            .Produces<string>(200, "text/csv")
            .WithName("ExportContacts")
            .WithSummary("Contacts by filter, segment and words as CSV; an import takes it back");

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Export(
        string ws,
        [AsParameters] Which which,
        HttpContext http,
        ContactQuestions questions,
        ContactCatalog catalog,
        ContactReads reads,
        CancellationToken cancel,
        bool bom = false
    )
    {
        var (question, problem) = await questions.Read(ws, which, cancel);
        if (question is null)
            return problem ?? ContactEndpoints.NoContact();
        string[] fields = [.. (await catalog.Fields(ws, cancel)).Keys];
        return CsvWriter.Answer(
            http,
            "contacts.csv",
            bom,
            async (csv, stop) =>
            {
                string[] own =
                [
                    "id",
                    "name",
                    "phone",
                    "bsuid",
                    "language",
                    "tags",
                    "optedIn",
                    "optedOut",
                    "blocked",
                    "createdAt",
                ];
                await csv.Row([.. own, .. fields], stop);
                await foreach (var contact in reads.Stream(question, stop))
                    await csv.Row(Cells(contact, fields), stop);
            }
        );
    }

    private static IEnumerable<string?> Cells(StoredContact contact, string[] fields)
    {
        var values = contact.Fields is "{}" ? null : JsonNode.Parse(contact.Fields) as JsonObject;
        return
        [
            contact.Id.ToString(CultureInfo.InvariantCulture),
            contact.Name,
            contact.Phone,
            contact.Bsuid,
            contact.Language,
            string.Join(';', contact.Tags),
            Word(contact.OptedIn is not null),
            Word(contact.OptedOut is not null),
            Word(contact.BlockedAt is not null),
            contact.CreatedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            .. fields.Select(key => values?[key]?.ToString()),
        ];
    }

    private static string Word(bool truth) => truth ? "true" : "false";
}
