using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage.Contacts;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Contacts;

/// <summary>Turns the rows of a file into contacts, or says why not. Remembers whom it has seen: a second row of one person is told, not taken.</summary>
internal sealed class RowReader(ImportSettings settings, IReadOnlyDictionary<string, FieldDefinition> fields)
{
    private const int LongestKept = 2000;

    // 16 bytes a row: a number of at most 15 digits is its own key
    private readonly Dictionary<ulong, int> seen = [];

    /// <summary>Exactly one of the two.</summary>
    public (ImportRow? Row, RejectedRow? Rejected) Read(FileRow row, long number)
    {
        var flaws = new List<string>();
        if (row.Trouble is not null)
            flaws.Add(row.Trouble);
        else if (Contact(row, number, flaws) is { } contact && flaws.Count == 0 && First(contact, flaws))
            return (contact, null);
        return (
            null,
            new RejectedRow(
                number,
                row.Line,
                string.Join(" ", flaws),
                [.. row.Cells.Select(cell => CleanText.Of(cell.Length > LongestKept ? cell[..LongestKept] : cell))]
            )
        );
    }

    private ImportRow Contact(FileRow row, long number, List<string> flaws)
    {
        var change = new ContactEdit { ConsentSource = "import", KeepsOptOut = true };
        var tags = new List<string>(settings.Tags);
        var values = new Dictionary<string, JsonNode?>();
        string? phone = null;
        string? bsuid = null;
        for (var i = 0; i < settings.Columns.Count && i < row.Cells.Count; i++)
        {
            var cell = Plain(row.Cells[i]);
            if (settings.Columns[i].To is not { } to || cell.Length == 0)
                continue;
            switch (to)
            {
                case "phone":
                    phone = PhoneText.Digits(cell, settings.Region);
                    if (phone is null)
                        Bad(
                            i,
                            settings.Region is null
                                ? "is no telephone number with a country code"
                                : "is no telephone number"
                        );
                    break;
                case "bsuid":
                    bsuid = cell;
                    Bad(i, ContactForm.BsuidFlaw(cell));
                    break;
                case "name":
                    change = change with { Name = cell };
                    Bad(
                        i,
                        cell.Length > ContactForm.LongestName
                            ? $"is longer than {ContactForm.LongestName} characters"
                            : null
                    );
                    break;
                case "language":
                    change = change with { Language = cell };
                    Bad(i, ContactForm.LanguageFlaw(cell));
                    break;
                case "tags":
                    var some = cell.Split(
                        [';', '|', ','],
                        StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                    );
                    tags.AddRange(some);
                    Bad(i, some.Select(ContactForm.TagFlaw).FirstOrDefault(flaw => flaw is not null));
                    Bad(i, tags.Count > ContactForm.MostTags ? $"has more than {ContactForm.MostTags} tags" : null);
                    break;
                case "optedIn" or "optedOut":
                    var truth = Truth.Value(cell, out var odd)?.GetValue<bool>();
                    Bad(i, odd);
                    // a no is nothing that anybody said
                    if (truth == true)
                        change = to == "optedIn" ? change with { OptedIn = true } : change with { OptedOut = true };
                    break;
                default:
                    if (!fields.TryGetValue(to[7..], out var field))
                    {
                        Bad(i, "is mapped to a field that is gone");
                        break;
                    }
                    values[field.Key] = field.Value(cell, out var wrong);
                    Bad(i, wrong);
                    break;
            }
        }
        if (phone is null && bsuid is null && flaws.Count == 0)
            flaws.Add("There is neither a number nor a BSUID.");
        if (change.OptedOut == true)
            change = change with { OptedIn = null };
        return new ImportRow(number, row.Line, phone, bsuid, change with { Tag = tags, Fields = values }, row.Cells);

        void Bad(int column, string? flaw)
        {
            if (flaw is not null)
                flaws.Add($"{settings.Columns[column].Name} {flaw}.");
        }
    }

    private static readonly FieldDefinition Truth = new("", "", FieldType.Boolean, []);

    private bool First(ImportRow row, List<string> flaws)
    {
        var keys = Keys(row);
        foreach (var key in keys)
        {
            if (seen.TryGetValue(key, out var earlier))
                flaws.Add($"Row {earlier} is of the same contact.");
        }
        if (flaws.Count > 0)
            return false;
        foreach (var key in keys)
            seen[key] = (int)row.Row;
        return true;
    }

    private static List<ulong> Keys(ImportRow row)
    {
        var keys = new List<ulong>(2);
        if (row.Phone is not null)
            keys.Add(ulong.Parse(PhoneKey.Of(row.Phone), System.Globalization.CultureInfo.InvariantCulture));
        // far above every number
        if (row.Bsuid is not null)
            keys.Add(BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(row.Bsuid))) | 1UL << 63);
        return keys;
    }

    /// <summary>Without the sign that our own export puts before what a spreadsheet would compute.</summary>
    private static string Plain(string cell)
    {
        var trimmed = cell.Trim();
        return trimmed is ['\'', '=' or '+' or '-' or '@', ..] ? trimmed[1..] : trimmed;
    }
}
