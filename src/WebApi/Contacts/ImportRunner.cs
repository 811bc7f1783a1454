using System.Data.Common;
using WhatsAppBot.Storage;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.Storage.Load;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>
/// Works on imports: one node on each, by a lease in the database. Rows and progress are committed together, a thousand rows at a time, so that
/// whoever goes on after a crash begins where the last commit was.
/// </summary>
internal sealed partial class ImportRunner(
    ContactImports imports,
    ImportFiles files,
    ImportWriter writer,
    FileRows rows,
    ContactCatalog catalog,
    LoadWatch load,
    ILogger<ImportRunner> log
) : SteadyBeat(Pause, log, atOnce: true)
{
    public const int MostRows = 1_000_000;
    private const int AtOnce = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Guid self = Guid.NewGuid();
    private int quiet;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await LetGo();
    }

    // what fails lets the lease end by itself; the rows so far are committed
    protected override async Task Beat(CancellationToken cancel)
    {
        while (load.Level < LoadLevel.Busy && await imports.Claim(self, cancel) is { } import)
            await Run(import, cancel);
        if (quiet++ % 300 == 0)
            await files.Tidy(cancel);
    }

    private async Task LetGo()
    {
        try
        {
            await imports.LetGo(self);
        }
        catch (DbException trouble)
        {
            Interrupted(Log, trouble);
        }
    }

    private async Task Run(ContactImport import, CancellationToken cancel)
    {
        string? trouble = null;
        try
        {
            if (!await Take(import, ImportSettings.Read(import.Settings), cancel))
                return;
        }
        catch (InvalidDataException wrong)
        {
            trouble = wrong.Message;
        }
        catch (Exception bug) when (bug is not (DbException or OperationCanceledException))
        {
            // it would come again for ever, and hold up the others
            Failed(Log, import.Id, bug);
            trouble = "It could not be finished: an error of ours.";
        }
        await imports.Finish(import.Id, self, trouble, cancel);
        Ended(Log, import.Id, trouble is null);
    }

    /// <summary>False: another node has it now, or it was cancelled.</summary>
    private async Task<bool> Take(ContactImport import, ImportSettings settings, CancellationToken cancel)
    {
        var reader = new RowReader(settings, await catalog.Fields(import.Workspace, cancel));
        var shape = new FileShape(settings.Encoding, settings.Format, settings.Delimiter);
        string[] columns = [.. settings.Columns.Select(column => column.Name)];
        var good = new List<ImportRow>(AtOnce);
        var bad = new List<RejectedRow>();
        var (number, from) = (0L, import.Taken);

        try
        {
            await foreach (var row in rows.Rows(import.Id, shape, columns, cancel))
            {
                if (number == MostRows)
                    throw new InvalidDataException($"The file has more than {MostRows} rows.");
                number++;
                // also what is stored already: a later row may be of the same person
                var (contact, rejected) = reader.Read(row, number);
                if (number <= import.Taken)
                    continue;
                if (contact is not null)
                    good.Add(contact);
                if (rejected is not null)
                    bad.Add(rejected);
                if (number - from >= AtOnce && !await Flush(number))
                    return false;
            }
        }
        catch (InvalidDataException wrong)
        {
            if (!await Flush(number))
                return false;
            throw new InvalidDataException($"{wrong.Message} Rows taken before that: {number}.", wrong);
        }
        return await Flush(number);

        async Task<bool> Flush(long taken)
        {
            if (taken <= from)
                return true;
            var bite = new ImportBite(import, self, from, taken, [.. good], [.. bad], settings.UpdateExisting);
            from = taken;
            good.Clear();
            bad.Clear();
            return await Write(bite, cancel);
        }
    }

    private async Task<bool> Write(ImportBite bite, CancellationToken cancel)
    {
        try
        {
            return await writer.Write(bite, cancel);
        }
        catch (DbException odd) when (odd.SqlState is ['2', '2' or '3', ..])
        {
            // one of the rows: which one is found by storing each alone
            Odd(Log, bite.Import.Id, odd.SqlState);
            return await Singly(bite, cancel);
        }
    }

    private async Task<bool> Singly(ImportBite bite, CancellationToken cancel)
    {
        var good = bite.Rows.ToDictionary(row => row.Row);
        var bad = bite.Rejected.ToDictionary(row => row.Row);
        for (var number = bite.From + 1; number <= bite.Taken; number++)
        {
            var one = bite with
            {
                From = number - 1,
                Taken = number,
                Rows = good.TryGetValue(number, out var row) ? [row] : [],
                Rejected = bad.TryGetValue(number, out var rejected) ? [rejected] : [],
            };
            try
            {
                if (!await writer.Write(one, cancel))
                    return false;
            }
            catch (DbException odd) when (odd.SqlState is ['2', '2' or '3', ..] && row is not null)
            {
                var refused = new RejectedRow(number, row.Line, "The row cannot be stored.", row.Cells);
                if (!await writer.Write(one with { Rows = [], Rejected = [refused] }, cancel))
                    return false;
            }
        }
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Imports are interrupted: the database does not answer")]
    private static partial void Interrupted(ILogger log, Exception trouble);

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {Import} failed")]
    private static partial void Failed(ILogger log, long import, Exception bug);

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {Import} ended, to the end of its file: {Whole}")]
    private static partial void Ended(ILogger log, long import, bool whole);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A row of import {Import} cannot be stored ({SqlState})")]
    private static partial void Odd(ILogger log, long import, string? sqlState);
}
