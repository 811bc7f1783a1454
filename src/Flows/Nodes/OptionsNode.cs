using System.Globalization;
using System.Text.Json;
using WhatsAppBot.Flows.Templates;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>One thing to choose; its id is the handle and what the tap brings back.</summary>
internal sealed record Option(string Id, Template Label, Template Description);

/// <summary>Lets the contact choose: up to three options as buttons, up to ten as a list. A tap, a typed label and a number all count.</summary>
internal sealed record OptionsNode(
    string Id,
    string? Name,
    Template Text,
    Template Header,
    Template Footer,
    Template ButtonText,
    Template RetryText,
    IReadOnlyList<Option> Options,
    TimeSpan? Limit,
    int? MaxAttempts
) : Node(Id, Name)
{
    private const int MostOptions = 10;
    private const int MostButtons = 3;

    public static OptionsNode Read(NodeData data)
    {
        var options = data.List("options").Select((option, index) => ReadOption(data, option, index)).ToList();
        if (options.Count is 0 or > MostOptions)
            data.Wrong("bad_options", "options", $"There must be 1 to {MostOptions} options.");
        if (options.DistinctBy(option => option.Id).Count() < options.Count)
            data.Wrong("duplicate_option", "options", "Two options have the same id.");

        return new OptionsNode(
            data.Id,
            data.Name,
            data.Template("text"),
            data.Template("header"),
            data.Template("footer"),
            data.Template("buttonText"),
            data.Template("retryText"),
            options,
            data.Seconds("timeoutSeconds"),
            data.Whole("maxAttempts", 0, 100)
        );
    }

    private int MostTitle => Options.Count <= MostButtons ? Texts.MostButton : Texts.MostRow;

    internal override IReadOnlyList<string?> Ways =>
        [.. Options.Select(option => option.Id), Handles.NoMatch, Handles.Timeout];

    internal override bool Waits => true;

    internal override bool Speaks => true;

    internal override Move Enter(Run run) => Show(run, Text, 0);

    internal override Move? Hear(Run run, Heard heard)
    {
        var labels = Options.Select(option => run.Fill(option.Label, Id)).ToList();
        var chosen = heard.Content is ReplyContent reply ? Tapped(reply, labels) : Typed(heard.Text, labels);
        if (chosen < 0)
            return null;

        run.Memory = run.Memory with { OptionLabel = labels[chosen], OptionIndex = chosen, OptionMatched = true };
        return new Leave(Options[chosen].Id);
    }

    internal override Move Mishear(Run run, Wait wait)
    {
        run.Memory = run.Memory with { OptionMatched = false };
        return wait.Attempts < Retries.Of(MaxAttempts, RetryText, run.Flow.ExitsOf(Id).Has(Handles.NoMatch))
            ? Show(run, RetryText.IsBlank ? Text : RetryText, wait.Attempts + 1)
            : new Leave(Handles.NoMatch);
    }

    private Park Show(Run run, Template text, int attempts)
    {
        run.Say(this, Options.Count <= MostButtons ? Buttons(run, text) : Menu(run, text));
        return new Park(WaitFor.Answer, Limit, attempts);
    }

    private ButtonsContent Buttons(Run run, Template text)
    {
        var titles = Titles(run);
        return new ButtonsContent(
            Body(run, text, Texts.MostBody),
            [.. Options.Select((option, index) => new Button(option.Id, titles[index]))],
            Part(run, Header, "header", Texts.MostHeader),
            Part(run, Footer, "footer", Texts.MostFooter)
        );
    }

    private ListContent Menu(Run run, Template text)
    {
        var titles = Titles(run);
        var rows = Options.Select(
            (option, index) =>
                new ListRow(
                    option.Id,
                    titles[index],
                    Part(run, option.Description, "description", Texts.MostDescription)
                )
        );
        return new ListContent(
            Body(run, text, Texts.MostListBody),
            Part(run, ButtonText, "buttonText", Texts.MostButton) ?? "Choose",
            [new ListSection(null, [.. rows])],
            Part(run, Header, "header", Texts.MostHeader),
            Part(run, Footer, "footer", Texts.MostFooter)
        );
    }

    private List<string> Titles(Run run) =>
        Told([.. Options.Select(option => run.Fill(option.Label, this, "label", MostTitle))]);

    /// <summary>Meta refuses empty titles and two of the same; an option without one shows its number.</summary>
    private List<string> Told(IReadOnlyList<string> labels)
    {
        var titles = new List<string>();
        for (var i = 0; i < labels.Count; i++)
        {
            var number = (i + 1).ToString(CultureInfo.InvariantCulture);
            var title = labels[i].Length == 0 ? number : labels[i];
            if (titles.Contains(title, StringComparer.OrdinalIgnoreCase))
                title = $"{Texts.Shorten(title, MostTitle - number.Length - 1)} {number}";
            titles.Add(title);
        }
        return titles;
    }

    private string Body(Run run, Template text, int most)
    {
        if (run.Fill(text, this, "text", most) is { Length: > 0 } body)
            return body;

        run.Trouble(Id, "empty_text", "There was no text above the options.");
        return "…";
    }

    private string? Part(Run run, Template template, string field, int most) =>
        template.IsBlank || run.Fill(template, this, field, most) is not { Length: > 0 } text ? null : text;

    /// <summary>
    /// A tap counts by its id, if it also says what is offered: ids of different nodes are often the same, and an older menu above can still
    /// be tapped. A template's quick reply knows nothing of our ids: its words count too.
    /// </summary>
    private int Tapped(ReplyContent reply, List<string> labels)
    {
        for (var i = 0; i < Options.Count; i++)
        {
            if (Options[i].Id == reply.Id)
                return IsOffered(reply, i, labels) ? i : -1;
        }
        return reply.Source == ReplySource.Template ? Typed(reply.Title, labels) : -1;
    }

    /// <summary>A reply without a title has its id as one. Words with places may have said something else when they were shown.</summary>
    private bool IsOffered(ReplyContent reply, int at, List<string> labels)
    {
        if (reply.Title.Length == 0 || reply.Title == reply.Id || !Options[at].Label.IsPlain)
            return true;

        var offered = Told([.. labels.Select(label => Texts.Shorten(label.Trim(), MostTitle))]);
        return Key(offered[at]) == Key(reply.Title);
    }

    private static int Typed(string text, List<string> labels)
    {
        var said = Key(text);
        if (said.Length == 0)
            return -1;

        var byLabel = labels.FindIndex(label => Key(label) == said);
        if (byLabel >= 0)
            return byLabel;

        return
            int.TryParse(
                Answers.Digits(said).TrimEnd('.', ')'),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
            && number >= 1
            && number <= labels.Count
            ? number - 1
            : -1;
    }

    private static string Key(string text) => Fold.Of(text).Replace(" ", "", StringComparison.Ordinal);

    private static Option ReadOption(NodeData data, JsonElement option, int index)
    {
        if (option.ValueKind != JsonValueKind.Object)
        {
            var label = NodeData.TextOf(option) ?? "";
            return new Option($"opt-{index}", data.TemplateOf(label, "options"), Template.Nothing);
        }

        string? Member(string name) => option.TryGetProperty(name, out var value) ? NodeData.TextOf(value) : null;
        var id = Member("id") is { Length: > 0 and <= 200 } given ? given : $"opt-{index}";
        return new Option(
            id,
            data.TemplateOf(Member("label") ?? Member("title") ?? "", "options"),
            data.TemplateOf(Member("description") ?? "", "options")
        );
    }
}

/// <summary>How often a node asks again after an answer that it cannot use.</summary>
internal static class Retries
{
    public const int Usual = 2;

    /// <summary>As often as the author says; else not at all when there is a way on and nothing to say, and twice otherwise.</summary>
    public static int Of(int? maxAttempts, Template retryText, bool hasWayOn) =>
        maxAttempts ?? (hasWayOn && retryText.IsBlank ? 0 : Usual);
}
