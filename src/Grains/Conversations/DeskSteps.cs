using System.Globalization;
using WhatsAppBot.Grains.Abstractions;
using WhatsAppBot.Messages;
using WhatsAppBot.Storage;

namespace WhatsAppBot.Grains.Conversations;

/// <summary>A state, and the line that tells how it came about.</summary>
internal readonly record struct Step(ConversationState State, string What, string Text, string? About = null);

/// <summary>The orders that only change who has a conversation and how it stands. Null: it is so already.</summary>
internal static class DeskSteps
{
    public const int MostLabels = 50;

    public static Step? Of(ConversationState state, DeskOrder order)
    {
        var by = order.By;
        switch (order)
        {
            case DeskOrder.Assign { To: { } to }:
                return state.AssigneeId == to.Id && state.Owner == Owner.Person
                    ? null
                    : new Step(
                        Woken(state) with
                        {
                            Owner = Owner.Person,
                            AssigneeId = to.Id,
                            AssigneeName = to.Name,
                        },
                        "assigned",
                        to.Id == by.Id ? $"{by.Name} took it" : $"{by.Name} gave it to {to.Name}",
                        to.Name
                    );

            case DeskOrder.Assign:
                return state.AssigneeId is null
                    ? null
                    : new Step(
                        state with
                        {
                            Owner = state.Owner == Owner.Bot ? Owner.Bot : Owner.Queue,
                            AssigneeId = null,
                            AssigneeName = null,
                        },
                        "unassigned",
                        $"{by.Name} gave it to nobody"
                    );

            case DeskOrder.TakeOver:
                return state.Owner == Owner.Person && state.AssigneeId == by.Id
                    ? null
                    : new Step(
                        Woken(state) with
                        {
                            Owner = Owner.Person,
                            AssigneeId = by.Id,
                            AssigneeName = by.Name,
                        },
                        "taken_over",
                        $"{by.Name} took over"
                    );

            case DeskOrder.Resolve:
                return state.Status == ConversationStatus.Resolved
                    ? null
                    : new Step(
                        state with
                        {
                            Status = ConversationStatus.Resolved,
                        },
                        "resolved",
                        $"{by.Name} resolved it"
                    );

            case DeskOrder.Reopen:
                return state.Status == ConversationStatus.Open
                    ? null
                    : new Step(Woken(state), "reopened", $"{by.Name} opened it again");

            case DeskOrder.Snooze { Until: var until }:
                return state.Status == ConversationStatus.Snoozed && state.SnoozedUntil == until
                    ? null
                    : new Step(
                        state with
                        {
                            Status = ConversationStatus.Snoozed,
                            SnoozedUntil = until,
                        },
                        "snoozed",
                        until is { } time
                            ? $"{by.Name} put it aside until {time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC"
                            : $"{by.Name} put it aside until the contact writes",
                        until?.ToString("O", CultureInfo.InvariantCulture) ?? ""
                    );

            case DeskOrder.Label label:
                var (has, then) = (state.Labels ?? [], After(state.Labels, label));
                return then.SequenceEqual(has)
                    ? null
                    : new Step(
                        state with
                        {
                            Labels = then,
                        },
                        "labelled",
                        Told(by.Name, [.. then.Except(has)], [.. has.Except(then)]),
                        string.Join(", ", [.. then.Except(has), .. has.Except(then).Select(each => $"−{each}")])
                    );

            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    public static ConversationState Woken(ConversationState state) =>
        state with
        {
            Status = ConversationStatus.Open,
            SnoozedUntil = null,
        };

    public static bool TooMany(IReadOnlyList<string>? has, DeskOrder.Label label) =>
        After(has, label).Length > MostLabels;

    private static string[] After(IReadOnlyList<string>? has, DeskOrder.Label label) =>
        [.. (has ?? []).Except(label.Remove).Union(label.Add)];

    private static string Told(string who, string[] added, string[] removed) =>
        (added, removed) switch
        {
            ({ Length: > 0 }, { Length: 0 }) => $"{who} added {string.Join(", ", added)}",
            ({ Length: 0 }, _) => $"{who} removed {string.Join(", ", removed)}",
            _ => $"{who} added {string.Join(", ", added)} and removed {string.Join(", ", removed)}",
        };
}
