using WhatsAppBot.Storage.Contacts;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>An import. The state is uploaded, running, done, failed or cancelled; <c>trouble</c> says why it failed.</summary>
public sealed record ContactImportView(
    long Id,
    string FileName,
    long Size,
    string State,
    long Taken,
    long Created,
    long Updated,
    long Skipped,
    long Rejected,
    string? Trouble,
    string ActorName,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    ImportPreview? Preview
)
{
    internal static ContactImportView Of(ContactImport import, ImportPreview? preview = null) =>
        new(
            import.Id,
            import.FileName,
            import.Size,
            import.State.ToString().ToLowerInvariant(),
            import.Taken,
            import.Created,
            import.Updated,
            import.Skipped,
            import.Rejected,
            import.Trouble,
            import.Actor.Name,
            import.CreatedAt,
            import.StartedAt,
            import.EndedAt,
            preview
        );
}

/// <summary>The beginning of a file, and what its columns seem to mean.</summary>
public sealed record ImportPreview(
    string Format,
    string Encoding,
    string Delimiter,
    IReadOnlyList<ImportColumn> Columns,
    IReadOnlyList<ImportPreviewRow> Rows
);

/// <summary>A row as it stands in the file; with a trouble it will be rejected whatever the columns mean.</summary>
public sealed record ImportPreviewRow(long Line, IReadOnlyList<string> Cells, string? Trouble);

/// <summary>All imports, the newest first.</summary>
public sealed record ImportList(IReadOnlyList<ContactImportView> Items);

/// <summary>
/// What the columns mean, in the file's order and as many, and what to do. <c>existing</c> is update or skip. Without encoding or delimiter: as the preview
/// said.
/// </summary>
public sealed record ImportStart(
    IReadOnlyList<ImportColumn> Columns,
    string? Existing,
    string? Region,
    IReadOnlyList<string>? Tags,
    string? Encoding,
    string? Delimiter
);
