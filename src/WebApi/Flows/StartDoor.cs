using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using WhatsAppBot.Flows;
using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Hosting;
using WhatsAppBot.WebApi.Webhooks;

namespace WhatsAppBot.WebApi.Flows;

/// <summary>Finds or makes the conversation in which a flow is to start.</summary>
internal sealed class StartDoor(ContactDirectory contacts, ConnectionDirectory directory, InboxReads reads)
{
    public async Task<(long Conversation, ProblemHttpResult? Problem)> Open(
        string workspace,
        StartRequest request,
        CancellationToken cancel
    )
    {
        if (request.Contact is not { } who || Given(who) != 1)
            return (0, Problems.BadRequest("contact", "contact has exactly one of phone, contactId, conversationId."));

        if (who.ConversationId is { } conversation)
            return await reads.Find(workspace, conversation, cancel) is not { } found
                    ? (0, Problems.NotFound("There is no such conversation."))
                : request.ChannelId is { } wanted && wanted != found.ChannelId
                    ? (0, Problems.BadRequest("channel", "The conversation is on another channel."))
                : (conversation, null);

        var channel = request.ChannelId is { } id ? directory.Channel(id) : directory.First(workspace);
        if (channel is null || channel.WorkspaceId != workspace)
            return (0, Problems.NotFound("There is no such channel."));

        if (who.ContactId is { } contact)
            return await contacts.Open(workspace, channel.Id, contact, cancel) is { } open
                ? (open, null)
                : (0, Problems.NotFound("There is no such contact."));

        return Digits(who.Phone ?? "") is { } phone
            ? (await contacts.Open(workspace, channel.Id, phone), null)
            : (0, Problems.BadRequest("phone", "phone is a number with its country code, 7 to 15 digits."));
    }

    private static int Given(StartContact who) =>
        (who.Phone is null ? 0 : 1) + (who.ContactId is null ? 0 : 1) + (who.ConversationId is null ? 0 : 1);

    /// <summary>The digits of a number as people write it.</summary>
    private static string? Digits(string phone)
    {
        var digits = string.Concat(phone.Where(char.IsAsciiDigit));
        var clean = phone.All(letter => char.IsAsciiDigit(letter) || letter is '+' or ' ' or '-' or '(' or ')' or '.');
        return clean && digits.Length is >= 7 and <= 15 && digits[0] != '0' ? digits : null;
    }
}

/// <summary>Channels as flows see them.</summary>
internal static class Channels
{
    public static ChannelView View(Channel? channel) =>
        channel is null
            ? new ChannelView("", "")
            : new ChannelView(channel.Id.ToString(CultureInfo.InvariantCulture), channel.Number, channel.Title);
}
