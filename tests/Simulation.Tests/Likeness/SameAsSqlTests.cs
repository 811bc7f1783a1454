using WhatsAppBot.Simulation.Tests.Memory;

namespace WhatsAppBot.Simulation.Tests.Likeness;

/// <summary>
/// The simulation is worth as much as its tables are like the real ones: the same statements in the same order, drawn at random, give the same answers and leave the
/// same rows in memory and in PostgreSQL.
/// </summary>
public sealed class SameAsSqlTests(ITestOutputHelper output)
{
    private const int Conversations = 120;
    private const int Statements = 30;

    [Fact]
    public async Task Memory_and_PostgreSQL_answer_alike()
    {
        await using var sql = await Sql.Make();
        var clockwork = new Clockwork();
        var tables = new Tables(clockwork, Fault.None);
        var chance = new Random(7);
        for (var i = 1; i <= Conversations; i++)
        {
            var draw = new Draw(chance, i, $"4915100{i:0000}");
            var told = new List<string>();
            for (var step = 0; step < Statements; step++)
            {
                clockwork.Run(clockwork.Elapsed + TimeSpan.FromMilliseconds(0.1));
                var statement = step == 0 ? draw.Append() : draw.Next(tables.Conversations[i]);
                told.Add(statement.What);
                var (memory, real) = (statement.InMemory(tables), await statement.InSql(sql));
                Assert.True(memory == real, $"{string.Join('\n', told)}\nmemory: {memory}\nSQL:    {real}");
                var (left, right) = (Left(tables.Conversations[i]), await sql.Left(i));
                Assert.True(left == right, $"{string.Join('\n', told)}\nmemory:\n{left}\nSQL:\n{right}");
            }
        }
        output.WriteLine($"{Conversations * Statements} statements were answered alike by memory and PostgreSQL");
    }

    private static string Left(ConversationRow row) =>
        string.Join(
            '\n',
            [
                $"v{row.Version} seq {row.Seq} rows {row.Inbox.Count}",
                .. row.Messages.Select(one =>
                    $"{one.Seq} changed {one.ChangedSeq} {(short)one.Status} {one.Wamid} {(one.Resent ? "resent" : "")}"
                ),
                .. row.Outbox.Values.Select(one =>
                    $"{one.Send.Seq} is {(short)one.State} try {one.Attempt} {(one.Resend ? "again" : "")}"
                ),
                .. row.Timer is { } timer ? [$"timer {timer.Generation}"] : Array.Empty<string>(),
            ]
        );
}
