using System.Text.Json;
using WhatsAppBot.Storage;
using WhatsAppBot.Support;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>Every endpoint, from what the host has mapped: who may call it, and that nothing of another workspace comes out of it.</summary>
public sealed class MatrixTests(Office office, ITestOutputHelper output)
{
    /// <summary>Who may call what, one line each. Written anew with UPDATE_GOLDEN=1: each changed line is something that a role may do now.</summary>
    private static readonly string Golden = Path.Combine(Repository.Root, "tests", "WebApi.Tests", "access.txt");

    /// <summary>What a change of a thing must say, so that its id is looked at. An endpoint with an id and a body has its row here.</summary>
    internal static readonly Dictionary<string, string> Bodies = new()
    {
        ["Reply"] = """{"clientId":"6f8d2c5e-1111-4222-8333-444455556666","text":"hi"}""",
        ["MarkRead"] = """{"seq":1}""",
        ["ReturnToBot"] = "",
        ["Assign"] = """{"to":"me"}""",
        ["SetStatus"] = """{"status":"open"}""",
        ["TakeOver"] = "",
        ["Snooze"] = "{}",
        ["SetLabels"] = """{"add":["a"]}""",
        ["AddNote"] = """{"clientId":"6f8d2c5e-1111-4222-8333-444455556667","text":"hi"}""",
        ["KeepReplyDraft"] = """{"text":"hi"}""",
        ["ChangeQueue"] = """{"title":"a"}""",
        ["ChangeView"] = """{"name":"a","query":{}}""",
        ["ChangeSavedReply"] = """{"shortcut":"a","text":"b"}""",
        ["ChangeBroadcast"] =
            """{"channelId":1,"title":"t","content":{"kind":"flow","flowId":"f"},"audience":{"kind":"all"}}""",
        ["StartBroadcast"] = "{}",
        ["PauseBroadcast"] = "",
        ["ResumeBroadcast"] = "",
        ["CancelBroadcast"] = "",
        ["RetryBroadcast"] = "{}",
        ["SetBroadcastRate"] = """{"perSecond":1}""",
        ["EstimateBroadcast"] = "",
        ["ChangeSequence"] =
            """{"channelId":1,"name":"n","steps":[{"content":{"kind":"flow","flowId":"f"},"minutes":1}]}""",
        ["BeginSequence"] = "",
        ["PauseSequence"] = "",
        ["ResumeSequence"] = "",
        ["EndSequence"] = "",
        ["EnterSequence"] = """{"audience":{"kind":"contacts","contactIds":[1]}}""",
        ["LeaveSequence"] = """{"contactIds":[1]}""",
        ["TestBroadcast"] = """{"contactId":1,"clientId":"6f8d2c5e-1111-4222-8333-444455556666"}""",
        ["ChangeUser"] = """{"role":"viewer"}""",
        ["RenameFlow"] = """{"name":"a"}""",
        ["DuplicateFlow"] = "{}",
        ["PauseFlow"] = "",
        ["ResumeFlow"] = "",
        ["ArchiveFlow"] = "",
        ["UnarchiveFlow"] = "",
        ["SaveDraft"] = """{"nodes":[],"edges":[]}""",
        ["ValidateFlow"] = "{}",
        ["PublishFlow"] = "{}",
        ["RestoreVersion"] = "",
        ["StartFlow"] = """{"contact":{"phone":"4917012345678"}}""",
        ["SaveFlowTest"] = """{"name":"a","script":[]}""",
        ["RenameFlowTest"] = """{"name":"a"}""",
        ["RunFlowTests"] = "{}",
        ["RunFlowTest"] = "{}",
        ["AcceptFlowTest"] = "{}",
        ["SimulateFlow"] = """{"script":[]}""",
        ["StopFlowSession"] = "",
        ["ChangeContact"] = """{"name":"a"}""",
        ["AddContactNote"] = """{"text":"a"}""",
        ["StartImport"] = """{"columns":{}}""",
        ["CancelImport"] = "",
        ["MergeContacts"] = """{"other":999999999}""",
        ["UndoMerge"] = "",
        ["EraseContact"] = """{"confirm":"a"}""",
        ["ChangeSegment"] = """{"name":"a"}""",
        ["ChangeChannel"] = """{"title":"a"}""",
        ["RequestChannelCode"] = """{"method":"SMS"}""",
        ["VerifyChannelCode"] = """{"code":"123456"}""",
        ["RegisterChannel"] = """{"pin":"123456"}""",
        ["SetChannelPin"] = """{"pin":"123456"}""",
        ["ChangeConnection"] = """{"name":"a"}""",
        ["SubscribeConnection"] = "",
        ["EditTemplate"] = """{"components":[{"type":"BODY","text":"a"}]}""",
        ["PreviewTemplate"] = "{}",
        ["ReplayFlowSession"] = "",
        ["ChangeWebhook"] = """{"description":"a"}""",
        ["RotateWebhookSecret"] = "",
        ["TestWebhook"] = "",
        ["ReplayDelivery"] = "",
        ["ReplayFailedDeliveries"] = """{"since":"2026-01-01T00:00:00Z"}""",
    };

    private static readonly string[] Refusals =
    [
        "role",
        "scope",
        "not-signed-in",
        "undeclared",
        "antiforgery",
        "origin",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IReadOnlyList<ApiEndpoint> All => ApiEndpoint.Of(office.App);

    [Fact]
    public async Task Who_may_call_what_is_written_down()
    {
        var lines = All.Select(endpoint => $"{endpoint.Place}  {Who(endpoint)}").ToList();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            await File.WriteAllTextAsync(Golden, string.Join('\n', lines) + "\n", Cancel);

        Assert.Equal((await File.ReadAllTextAsync(Golden, Cancel)).TrimEnd().Split('\n'), lines);
        Assert.DoesNotContain(lines, line => line.EndsWith("undeclared", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_role_passes_where_it_is_declared_and_nowhere_else()
    {
        var people = new Dictionary<Role, Someone>();
        foreach (var role in Enum.GetValues<Role>())
            people[role] = await office.Person(role);
        var (tried, passed) = (0, 0);
        var wrong = new List<string>();

        foreach (var endpoint in All)
        {
            var permission = (endpoint.Declared ?? throw new InvalidOperationException(endpoint.Place)).Permission;
            foreach (var (role, person) in people)
            {
                using var http = await office.SignedIn(person);
                await Try($"{role}", http, permission?.Least is not { } least || role >= least);
            }

            using var nobody = office.Client();
            await Try("nobody", nobody, permission is null);
            using var bare = await office.Program([.. Permission.Scopes.Where(scope => scope != permission?.Name)]);
            await Try("a key without the scope", bare, permission is null or { ForKeys: true, Least: null });
            using var scoped = await office.Program(permission?.Name ?? "workspace:read");
            await Try("a key with the scope", scoped, permission is null or { ForKeys: true });

            async Task Try(string who, HttpClient http, bool may)
            {
                using var request = endpoint.Request(Office.Ours, new Dictionary<string, string>(), "{}", Origin(http));
                using var answer = await http.SendAsync(request, Cancel);
                var refused = await Type(answer) is { } type && Refusals.Contains(type);
                tried++;
                passed += refused ? 0 : 1;
                if (refused == may || (int)answer.StatusCode >= 500)
                    wrong.Add($"{endpoint.Place}: {who} {(int)answer.StatusCode}");
            }
        }

        output.WriteLine($"I12 roles: {All.Count} endpoints, {tried} tries, {passed} passed, {tried - passed} refused");
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Another_workspace_is_not_there_and_nothing_of_it_comes_out()
    {
        using var owner = await office.As(Role.Owner);
        using var program = await office.Program([.. Permission.Scopes]);
        var before = await Theirs();
        var (tried, wrong) = (0, new List<string>());

        foreach (var endpoint in All.Where(endpoint => endpoint.IsInWorkspace))
        {
            // their workspace, by its id
            await Try(owner, endpoint, Office.Theirs, office.Foreign, 404);
            await Try(program, endpoint, Office.Theirs, office.Foreign, 404);

            // what is called by a name of the workspace's own choosing: the same name is another thing here
            if (endpoint.Name is "PutTag" or "PutField")
                continue;

            if (!endpoint.Kinds.Any())
            {
                // ours as a whole
                if (endpoint.Method == "GET")
                    await Try(owner, endpoint, Office.Ours, office.Foreign, 200);
                continue;
            }

            // their things, as if they were ours
            foreach (var kind in endpoint.Kinds)
                Assert.True(
                    office.Foreign.ContainsKey(kind),
                    $"{endpoint.Place}: what is a foreign one of {kind}? See Office.Furnish."
                );
            Assert.True(
                endpoint.Method is "GET" or "DELETE" || Bodies.ContainsKey(endpoint.Name),
                $"{endpoint.Name}: what does it take? See Bodies."
            );
            await Try(owner, endpoint, Office.Ours, office.Foreign, 404);
        }

        output.WriteLine(
            $"I12 tenancy: {All.Count(endpoint => endpoint.IsInWorkspace)} endpoints, {tried} tries, {wrong.Count} foreign"
        );
        Assert.Empty(wrong);
        Assert.Equal(before, await Theirs());

        async Task Try(
            HttpClient http,
            ApiEndpoint endpoint,
            string workspace,
            IReadOnlyDictionary<string, string> ids,
            int status
        )
        {
            using var request = endpoint.Request(
                workspace,
                ids,
                Bodies.GetValueOrDefault(endpoint.Name, "{}"),
                Origin(http)
            );
            using var answer = await http.SendAsync(request, Cancel);
            var text = answer.Headers + await answer.Content.ReadAsStringAsync(Cancel);
            tried++;
            if (
                (int)answer.StatusCode != status
                || text.Contains(Office.ForeignWord, StringComparison.OrdinalIgnoreCase)
            )
                wrong.Add($"{endpoint.Place} with {workspace}: {(int)answer.StatusCode} {text}");
        }
    }

    [Fact]
    public void The_hub_does_nothing_that_is_not_written_down_here()
    {
        // what browsers may ask of the hub. A method that takes an id has its test in PresenceTests or BuilderPresenceTests.
        string[] known = ["Building", "Viewing", "Typing", "StoppedTyping"];
        var hub = typeof(Permission).Assembly.GetType("WhatsAppBot.WebApi.Live.InboxHub");
        Assert.NotNull(hub);

        var methods = hub.GetMethods(
                System.Reflection.BindingFlags.Public
                    | System.Reflection.BindingFlags.Instance
                    | System.Reflection.BindingFlags.DeclaredOnly
            )
            .Where(method => method.GetBaseDefinition().DeclaringType == hub)
            .Select(method => method.Name);

        Assert.Equal(known, methods);
    }

    private static string Who(ApiEndpoint endpoint) =>
        endpoint.Declared switch
        {
            null => "undeclared",
            { Permission: null } => "everybody",
            { Permission: { Least: null, ForKeys: true } } => "signed in",
            { Permission: { Least: null } } => "people",
            { Permission: { Least: { } least, ForKeys: true } one } => $"{least} {one.Name}",
            { Permission.Least: { } least } => $"{least} people",
        };

    private static string Origin(HttpClient http) => http.BaseAddress?.GetLeftPart(UriPartial.Authority) ?? "";

    private static async Task<string?> Type(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType == "application/problem+json"
            ? JsonDocument
                .Parse(await answer.Content.ReadAsStringAsync(Cancel))
                .RootElement.GetProperty("type")
                .GetString()
                ?.Split(':')[^1]
            : null;

    /// <summary>Every row of the other workspace, in every table that has workspaces.</summary>
    private Task<string> Theirs() =>
        office.Ask<string>(
            $"""
            select string_agg(x.rows, E'\n') from (
                select t.table_name, query_to_xml(format('select * from public.%I t where workspace_id = %L order by t::text', t.table_name, '{Office.Theirs}'), true, true, '')::text as rows
                from information_schema.columns t
                join information_schema.tables b using (table_schema, table_name)
                where t.table_schema = 'public' and t.column_name = 'workspace_id' and b.table_type = 'BASE TABLE'
                order by t.table_name) x
            """
        );
}
