using System.Collections.Concurrent;
using System.Text.Json;

namespace WhatsAppBot.Simulator;

/// <summary>The templates of an account: one for each name and language.</summary>
internal sealed class TemplateBook
{
    /// <summary>What a verified business may have.</summary>
    public const int Most = 6_000;

    private const int MostAnHour = 100;
    private readonly Later later;
    private readonly ConcurrentDictionary<string, Template> byId = new();
    private readonly ConcurrentDictionary<(string Name, string Language), Template> byName = new();
    private readonly Queue<DateTimeOffset> made = new();

    public TemplateBook(Later later)
    {
        this.later = later;
        Keep(HelloWorld());
    }

    public Lock Gate { get; } = new();
    public int Count => byId.Count;

    public IReadOnlyList<Template> All =>
        [
            .. byId
                .Values.OrderByDescending(template => template.MadeAt)
                .ThenBy(template => template.Id, StringComparer.Ordinal),
        ];

    public Template? Find(string id) => byId.GetValueOrDefault(id);

    public Template? Find(string name, string language) => byName.GetValueOrDefault((name, language));

    public bool Has(string name) => byName.Keys.Any(key => key.Name == name);

    public bool MayMake()
    {
        while (made.TryPeek(out var oldest) && later.Now - oldest > TimeSpan.FromHours(1))
        {
            made.Dequeue();
        }

        return made.Count < MostAnHour;
    }

    public void Add(Template template)
    {
        made.Enqueue(later.Now);
        Keep(template);
    }

    public void Remove(Template template)
    {
        // the reviewers may still have it before them: what they find does not count any more
        template.Round++;
        byId.TryRemove(template.Id, out _);
        byName.TryRemove(new KeyValuePair<(string, string), Template>((template.Name, template.Language), template));
    }

    private void Keep(Template template)
    {
        byId[template.Id] = template;
        byName[(template.Name, template.Language)] = template;
    }

    private Template HelloWorld()
    {
        var components = JsonElement.Parse(
            """
            [{"type":"HEADER","format":"TEXT","text":"Hello World"},
             {"type":"BODY","text":"Welcome and congratulations!! This message demonstrates your ability to send a WhatsApp message notification from the Cloud API, hosted by Meta. Thank you for taking the time to test with us."},
             {"type":"FOOTER","text":"WhatsApp Business Platform sample message"}]
            """
        );
        return new Template(Ids.Object(), "hello_world", "en_US", later.Now)
        {
            Status = "APPROVED",
            Components = components,
            Shape = TemplateShape.Of(new Part(components, "components")),
        };
    }
}
