using Microsoft.AspNetCore.Mvc;

namespace WhatsAppBot.Simulator;

/// <summary>A phone that has chatted, as the page lists it.</summary>
internal sealed record PhoneView(
    string Phone,
    string Name,
    string UserId,
    string? LastText,
    DateTimeOffset? At,
    bool Online,
    Reading Reading,
    bool UsernameOnly,
    bool OnWhatsApp,
    bool Blocked,
    string IdentityHash
);

/// <summary>What to change about a phone; what is left out stays.</summary>
internal sealed record PhoneWish(
    string? Name,
    bool? Online,
    Reading? Reading,
    bool? UsernameOnly,
    bool? OnWhatsApp,
    bool? Blocked,
    bool? NewIdentity
);

/// <summary>The id of a message just written.</summary>
internal sealed record WrittenView(string Id);

/// <summary>How many messages were read.</summary>
internal sealed record ReadView(int Read);

/// <summary>The phones of the people who chat with a number.</summary>
internal static class PhonesApi
{
    private const int Page = 200;

    /// <summary>A file of 16 MB as base64.</summary>
    private const int MostBytes = 23 << 20;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/numbers/{phoneNumberId}/phones", List);
        api.MapPut("/numbers/{phoneNumberId}/phones/{phone}", Change);
        api.MapGet("/numbers/{phoneNumberId}/phones/{phone}/messages", Messages);
        api.MapPost("/numbers/{phoneNumberId}/phones/{phone}/messages", Write)
            .WithMetadata(new RequestSizeLimitAttribute(MostBytes));
        api.MapPost("/numbers/{phoneNumberId}/phones/{phone}/read", Read);
    }

    /// <summary>The line, or what is wrong with the address.</summary>
    public static IResult? Wrong(World world, string phoneNumberId, string phone, out Line line)
    {
        var found = world.Line(phoneNumberId);
        line = found ?? world.Nobody;
        return found is null ? Problems.NotFound($"no business number {phoneNumberId}")
            : !PhoneFormat.Accepts(phone) ? Problems.BadInput("a phone is 8 to 15 digits, nothing else")
            : null;
    }

    private static IResult List(string phoneNumberId, World world)
    {
        if (world.Line(phoneNumberId) is not { } line)
        {
            return Problems.NotFound($"no business number {phoneNumberId}");
        }

        var phones = line.Chats.Select(View).OrderByDescending(phone => phone.At).Take(1_000);
        return ControlJson.Answer(new([.. phones]), ControlJson.Default.ListedPhoneView);
    }

    private static async Task<IResult> Change(
        string phoneNumberId,
        string phone,
        HttpRequest request,
        World world,
        Courier courier,
        CancellationToken cancel
    )
    {
        if (Wrong(world, phoneNumberId, phone, out var line) is { } wrong)
        {
            return wrong;
        }

        if (await ControlJson.Read(request, ControlJson.Default.PhoneWish, cancel) is not { } wish)
        {
            return Problems.BadJson();
        }

        var chat = line.With(phone);

        lock (chat.Gate)
        {
            chat.Name = wish.Name ?? chat.Name;
            chat.Online = wish.Online ?? chat.Online;
            chat.Reading = wish.Reading ?? chat.Reading;
            chat.UsernameOnly = wish.UsernameOnly ?? chat.UsernameOnly;
            chat.OnWhatsApp = wish.OnWhatsApp ?? chat.OnWhatsApp;
            chat.Blocked = wish.Blocked ?? chat.Blocked;
            chat.Setups += wish.NewIdentity is true ? 1 : 0;
        }

        if (wish.Online is true || wish.Blocked is false)
        {
            courier.Deliver(line, chat);
        }

        return ControlJson.Answer(View(chat), ControlJson.Default.PhoneView);
    }

    private static IResult Messages(string phoneNumberId, string phone, long? after, World world)
    {
        if (Wrong(world, phoneNumberId, phone, out var line) is { } wrong)
        {
            return wrong;
        }

        if (line.Find(phone) is not { } chat)
        {
            return ControlJson.Answer(new([]), ControlJson.Default.ListedChatMessage);
        }

        lock (chat.Gate)
        {
            var found = chat.Messages.Where(message => message.N > (after ?? 0)).Take(Page + 1).ToList();
            var page = found.Take(Page).ToList();
            return ControlJson.Answer(
                new(page, found.Count > Page ? page[^1].N : null),
                ControlJson.Default.ListedChatMessage
            );
        }
    }

    private static async Task<IResult> Write(
        string phoneNumberId,
        string phone,
        HttpRequest request,
        World world,
        Person person,
        CancellationToken cancel
    )
    {
        if (Wrong(world, phoneNumberId, phone, out var line) is { } wrong)
        {
            return wrong;
        }

        if (await ControlJson.Read(request, ControlJson.Default.PhoneAct, cancel) is not { } act)
        {
            return Problems.BadJson();
        }

        var (id, mistake) = person.Write(line, phone, act);
        return id is null
            ? Problems.BadInput(mistake ?? "not possible")
            : ControlJson.Answer(new(id), ControlJson.Default.WrittenView, 202);
    }

    private static IResult Read(string phoneNumberId, string phone, World world, Courier courier)
    {
        if (Wrong(world, phoneNumberId, phone, out var line) is { } wrong)
        {
            return wrong;
        }

        var read = line.Find(phone) is { } chat ? courier.Read(line, chat) : 0;
        return ControlJson.Answer(new(read), ControlJson.Default.ReadView);
    }

    private static PhoneView View(Chat chat)
    {
        lock (chat.Gate)
        {
            return new(
                chat.Phone,
                chat.DisplayName,
                chat.UserId,
                chat.Last?.Text,
                chat.Last?.At,
                chat.Online,
                chat.Reading,
                chat.UsernameOnly,
                chat.OnWhatsApp,
                chat.Blocked,
                chat.IdentityHash
            );
        }
    }
}
