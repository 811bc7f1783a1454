using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace WhatsAppBot.Simulator;

/// <summary>A file that the pretend Meta keeps for a while.</summary>
internal sealed record StoredMedia(string Id, string WabaId, string PhoneNumberId, string MimeType, byte[] Bytes)
{
    public required DateTimeOffset EndsAt { get; init; }
    public string? Filename { get; init; }
    public byte[] Digest { get; } = SHA256.HashData(Bytes);
    public string Sha256 => Convert.ToBase64String(Digest);
}

/// <summary>The files: uploaded ones for 30 days, those of people for 7; the oldest go when there is no more room.</summary>
internal sealed class MediaShelf(Later later, IOptions<SimulatorOptions> options)
{
    /// <summary>The first part of the path of every download.</summary>
    public const string Address = "attachments";

    private static readonly TimeSpan UrlLife = TimeSpan.FromMinutes(5);
    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, LinkedListNode<StoredMedia>> files = new();
    private readonly LinkedList<StoredMedia> order = new();
    private long bytes;

    public StoredMedia Put(BusinessNumber number, string mime, byte[] content, string? filename, bool uploaded)
    {
        var file = new StoredMedia(Ids.Object(), number.WabaId, number.PhoneNumberId, mime, content)
        {
            EndsAt = later.Now + TimeSpan.FromDays(uploaded ? 30 : 7),
            Filename = filename,
        };

        lock (order)
        {
            files[file.Id] = order.AddLast(file);
            bytes += content.Length;

            while (
                order is { Count: > 1, First: { } oldest }
                && (bytes > options.Value.MaxMediaBytes || order.Count > options.Value.MaxMedia)
            )
            {
                Drop(oldest.Value.Id);
            }
        }

        return file;
    }

    public StoredMedia? Find(string id) =>
        files.TryGetValue(id, out var place) && place.Value.EndsAt > later.Now ? place.Value : null;

    public void Delete(string id)
    {
        lock (order)
        {
            Drop(id);
        }
    }

    public void Reset()
    {
        lock (order)
        {
            files.Clear();
            order.Clear();
            bytes = 0;
        }
    }

    /// <summary>The query of an address that is good for five minutes.</summary>
    public string Ticket(StoredMedia file)
    {
        var end = (later.Now + UrlLife).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"mid={file.Id}&ext={end}&hash={Seal(file.Id, end)}";
    }

    public StoredMedia? ByTicket(string? id, string? end, string? seal) =>
        id is not null
        && seal == Seal(id, end)
        && long.TryParse(end, CultureInfo.InvariantCulture, out var seconds)
        && seconds > later.Now.ToUnixTimeSeconds()
            ? Find(id)
            : null;

    private void Drop(string id)
    {
        if (files.TryRemove(id, out var place))
        {
            order.Remove(place);
            bytes -= place.Value.Bytes.Length;
        }
    }

    private string Seal(string id, string? end) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{end}"))[..20]);
}
