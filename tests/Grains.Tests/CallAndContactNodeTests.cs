namespace WhatsAppBot.Grains.Tests;

/// <summary>The nodes that call out and that change the contact, all the way.</summary>
public sealed class CallAndContactNodeTests(TestSilo silo)
{
    private readonly string phone = silo.Phone();

    [Fact]
    public async Task A_flow_calls_and_says_what_it_was_told()
    {
        await using var outside = new Outside();
        var grain = await silo.Hear(phone, $"call {outside.Url}orders?key=canary");

        await silo.Told(phone, "200 true");
        Assert.Equal(["""POST /orders?key=canary {"a":1}"""], outside.Asked);
        await silo.Stored("0", $"select count(*) from calls where conversation_id = {grain.GetPrimaryKeyLong()}");
        Assert.Equal(
            $"{outside.Url}orders|{{}}|",
            await silo.Ask(
                $"""
                select e -> 'call' ->> 'url', e -> 'call' ->> 'headers', e -> 'call' ->> 'body'
                from turns, json_array_elements(events) e
                where conversation_id = {grain.GetPrimaryKeyLong()} and e ->> 'type' = 'call_requested'
                """
            )
        );
    }

    [Fact]
    public async Task A_private_address_stops_a_flow_that_has_no_way_out_of_an_error()
    {
        var grain = await silo.Hear(phone, "call http://10.0.0.1/");

        await silo.Stored(
            "The flow stopped: the call had no answer: refused",
            $"select text from messages where conversation_id = {grain.GetPrimaryKeyLong()} and direction = 2"
        );
    }

    [Fact]
    public async Task The_next_turn_knows_the_contact_as_the_last_one_left_it()
    {
        await silo.Hear(phone, "rename Grace Hopper");
        await silo.Hear(phone, "whoami");

        await silo.Told(phone, "now Grace Hopper", "you are Grace Hopper, 36, renamed");
        await silo.Stored("Grace Hopper|1", $"select name, named_by from contacts where phone = '{phone}'");
    }
}
