using System.Text.RegularExpressions;
using WhatsAppBot.Flows.Templates;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows.Nodes;

/// <summary>Asks a question, waits for an answer of the right kind, and saves it as what it means.</summary>
internal sealed record AskNode(
    string Id,
    string? Name,
    Template Text,
    AnswerKind Kind,
    Regex? Pattern,
    string? SaveAs,
    Template InvalidText,
    int? MaxAttempts,
    TimeSpan? Limit
) : Node(Id, Name)
{
    public static AskNode Read(NodeData data)
    {
        var kind = AnswerKind.Text;
        if (data.Text("answer") is { Length: > 0 } answer && !NodeData.TryName(answer, out kind))
            data.Wrong("bad_choice", "answer", $"“{answer}” is no kind of answer.");
        var pattern =
            kind == AnswerKind.Regex ? data.Pattern(data.Text("pattern") ?? data.Text("regex"), "pattern") : null;

        return new AskNode(
            data.Id,
            data.Name,
            data.Template("text", "question"),
            kind,
            pattern,
            data.Text("saveAs") is { Length: > 0 } name ? name : null,
            data.Template("invalidText"),
            data.Whole("maxAttempts", 0, 100),
            data.Seconds("timeoutSeconds")
        );
    }

    internal override IReadOnlyList<string?> Ways => [null, Handles.Invalid, Handles.Timeout];

    internal override bool Waits => true;

    internal override bool Speaks => true;

    internal override Move Enter(Run run) => Ask(run, Text, 0);

    internal override Move? Hear(Run run, Heard heard)
    {
        if (!Answers.TryRead(Kind, heard, Pattern, run.Contact.Language, run.Now, out var answer))
            return null;

        if (SaveAs is not null)
            run.Save(Id, SaveAs, answer);
        return Move.Next;
    }

    internal override Move Mishear(Run run, Wait wait) =>
        wait.Attempts < Retries.Of(MaxAttempts, InvalidText, run.Flow.ExitsOf(Id).Has(Handles.Invalid))
            ? Ask(run, InvalidText.IsBlank ? Text : InvalidText, wait.Attempts + 1)
            : new Leave(Handles.Invalid);

    private Park Ask(Run run, Template question, int attempts)
    {
        var text = run.Fill(question, this, "text", Texts.MostText);
        if (text.Length > 0)
            run.Say(this, new TextContent(text));
        return new Park(WaitFor.Answer, Limit, attempts);
    }
}
