using System.Text.Json;
using System.Text.Json.Nodes;
using WhatsAppBot.Flows.Templates;
using WhatsAppBot.Messages;

namespace WhatsAppBot.Flows;

/// <summary>Every name that templates and rules know, and what it stands for right now.</summary>
internal sealed class Names(Run run) : ILookup
{
    IEnumerable<string> ILookup.Names => run.Variables.Current.Select(variable => variable.Key);

    public object? Find(string name) =>
        name switch
        {
            "contact" => new Person(run.Contact),
            "vars" => run.Variables.Current,
            "context" => new Older(this),
            "input" => run.Memory.Heard?.Text,
            "message" => run.Memory.Heard is { } heard ? Message(heard) : null,
            "flow" => Parts(("name", run.Flow.Name), ("version", (decimal)run.Flow.Number), ("id", run.Flow.FlowId)),
            "channel" => Parts(
                ("number", run.Situation.Channel.Number),
                ("title", run.Situation.Channel.Title),
                ("id", run.Situation.Channel.Id)
            ),
            "broadcast" => run.Broadcast is { } broadcast ? new Campaign(broadcast) : null,
            "now" => run.Now,
            _ => Variable(name),
        };

    private object? Variable(string name) =>
        run.Variables.Current.TryGetPropertyValue(name, out var value) ? Values.From(value) : Old(name);

    /// <summary>The names of the system that this one replaces.</summary>
    private object? Old(string name)
    {
        var memory = run.Memory;
        return name switch
        {
            "lastUserMessage" or "lastInput" => memory.Heard?.Text,
            "lastSelectedOption" => memory.OptionLabel,
            "lastSelectedOptionIndex" => memory.OptionIndex is { } index ? (decimal)index : null,
            "lastOptionMatched" => memory.OptionMatched,
            "lastBotMessage" => memory.LastBotText,
            "messageCount" => (decimal)memory.MessageCount,
            "triggerMessage" => memory.TriggerText,
            "handoffQueue" => memory.HandoffQueue,
            "endReason" => run.EndReason,
            _ => null,
        };
    }

    private static JsonObject Message(Heard heard)
    {
        var whole = new JsonObject { ["kind"] = heard.Kind, ["text"] = heard.Text };
        if (heard.Content is not { } content)
            return whole;

        var part = content switch
        {
            MediaContent => "media",
            LocationContent => "location",
            ReplyContent => "button",
            _ => "content",
        };
        whole[part] = JsonSerializer.SerializeToNode(content, MessagesJson.Default.Content);
        return whole;
    }

    private static Record Parts(params ReadOnlySpan<(string, object?)> parts) => new([.. parts]);

    private sealed record Record(IReadOnlyList<(string Name, object? Value)> All) : ILookup
    {
        public IEnumerable<string> Names => All.Select(part => part.Name);

        public object? Find(string name) => All.FirstOrDefault(part => part.Name == name).Value;
    }

    private sealed record Older(Names Scope) : ILookup
    {
        public IEnumerable<string> Names => ((ILookup)Scope).Names;

        public object? Find(string name) => name == "context" ? null : Scope.Variable(name) ?? Scope.Find(name);
    }

    private sealed record Campaign(BroadcastView Of) : ILookup
    {
        private static readonly string[] Own = ["id", "title"];

        /// <summary>A column that is called as one of ours is found in <c>values</c> only.</summary>
        public IEnumerable<string> Names => Own.Union(Of.Values?.Select(value => value.Key) ?? []);

        public object? Find(string name) =>
            name switch
            {
                "id" => Of.Id,
                "title" => Of.Title,
                "values" => Of.Values,
                _ => Of.Values?.TryGetPropertyValue(name, out var value) == true ? Values.From(value) : null,
            };
    }

    private sealed record Person(ContactView Of) : ILookup
    {
        private static readonly string[] Own = ["id", "name", "firstName", "phone", "language", "tags", "optedOut"];

        /// <summary>A custom field that is called as one of ours is found in <c>fields</c> only.</summary>
        public IEnumerable<string> Names => Own.Union(Of.Fields?.Select(own => own.Key) ?? []);

        public object? Find(string name) =>
            name switch
            {
                "id" => Of.Id,
                "name" => Of.Name,
                "firstName" => Of
                    .Name?.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .FirstOrDefault(),
                "phone" => Of.Phone,
                "language" => Of.Language,
                "tags" => Of.Tags ?? (object)Array.Empty<string>(),
                "optedOut" => Of.OptedOut,
                "fields" => Of.Fields,
                _ => Of.Fields?.TryGetPropertyValue(name, out var value) == true ? Values.From(value) : null,
            };
    }
}

/// <summary>What a sub-flow gave back comes before what was there.</summary>
internal sealed record Overlay(JsonObject Values, ILookup Outside) : ILookup
{
    public IEnumerable<string> Names => Outside.Names;

    public object? Find(string name) =>
        Values.TryGetPropertyValue(name, out var value) ? Templates.Values.From(value) : Outside.Find(name);
}
