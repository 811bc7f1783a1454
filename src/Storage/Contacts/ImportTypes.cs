namespace WhatsAppBot.Storage.Contacts;

/// <summary>Where an import stands.</summary>
public enum ImportState : short
{
    /// <summary>The file is here; nobody has said yet what its columns mean.</summary>
    Uploaded = 0,

    /// <summary>Waits for a node, or is worked on.</summary>
    Running = 1,
    Done = 2,
    Failed = 3,
    Cancelled = 4,
}

/// <summary>An import, and how far it is.</summary>
public sealed record ContactImport(
    long Id,
    string Workspace,
    string FileName,
    long Size,
    ImportState State,
    string? Settings,
    long Taken,
    long Created,
    long Updated,
    long Skipped,
    long Rejected,
    string? Trouble,
    Actor Actor,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt
);

/// <summary>A row of a file that can be stored.</summary>
public sealed record ImportRow(
    long Row,
    long Line,
    string? Phone,
    string? Bsuid,
    ContactEdit Change,
    IReadOnlyList<string> Cells
);

/// <summary>A row of a file that was not taken.</summary>
public sealed record RejectedRow(long Row, long Line, string Reason, IReadOnlyList<string> Cells);

/// <summary>Some rows of a file that are stored together, up to and with row <paramref name="Taken"/>.</summary>
public sealed record ImportBite(
    ContactImport Import,
    Guid Holder,
    long From,
    long Taken,
    IReadOnlyList<ImportRow> Rows,
    IReadOnlyList<RejectedRow> Rejected,
    bool UpdateExisting
);
