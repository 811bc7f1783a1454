using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.CompilerServices;
using WhatsAppBot.Flows.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: FreshStatics]

namespace WhatsAppBot.Flows.Tests;

/// <summary>
/// One process tries one mutant after the other, so what the product keeps in static fields is built anew with each mutant: a mutant in there is seen,
/// and what it left behind is not.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class FreshStaticsAttribute : BeforeAfterTestAttribute
{
    private const BindingFlags Hidden = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;
    private static readonly string? Active = Environment.GetEnvironmentVariable("STRYKER_MUTANT_FILE");
    private static readonly bool CountsCoverage =
        Environment.GetEnvironmentVariable("STRYKER_COVERAGE_FILE") is { Length: > 0 };
    private static readonly Type[] Types = typeof(FlowVersion).Assembly.GetTypes();
    private static readonly Type[] Kept =
    [
        .. Types.Where(type =>
            type.TypeInitializer is not null
            && !type.ContainsGenericParameters
            && type.Namespace?.StartsWith("WhatsAppBot.", StringComparison.Ordinal) == true
            && !type.Name.StartsWith('<')
            && type != typeof(FlowsJson)
        ),
    ];
    private static int? built;
    private static int? seen;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (
            CountsCoverage
            || Active is null
            || Types.FirstOrDefault(type => type.Name == "MutantControl") is not { } control
        )
            return;

        if (built is null)
            BuildWithoutMutant(control);
        var mutant = BinaryPrimitives.ReadInt32LittleEndian(File.ReadAllBytes(Active));
        if (seen == mutant)
            throw new InvalidOperationException("Another test has seen this mutant already.");
        if (built == mutant)
            return;

        built = -2; // when one of them throws, the next test tries again
        BuildAgain();
        BuildAgain(); // what one takes from another is settled by the second time
        built = mutant;
    }

    /// <summary>One test that sees a mutant is enough: the others of its run need not try.</summary>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (built >= 0 && TestContext.Current.TestState?.Result == TestResult.Failed)
            seen = built;
    }

    private static void BuildWithoutMutant(Type control)
    {
        var path = control.GetField("_cachedMutantFilePath", Hidden)!;
        var known = control.GetField("_mutantFilePathCached", Hidden)!;
        path.SetValue(null, "");
        known.SetValue(null, true);
        control.GetField("ActiveMutant", Hidden)!.SetValue(null, -1);

        foreach (var type in Kept)
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);

        known.SetValue(null, false);
        built = -1;
    }

    /// <summary>By its address, because reflection runs a type's initializer only once.</summary>
    private static unsafe void BuildAgain()
    {
        foreach (var type in Kept)
            ((delegate* <void>)type.TypeInitializer!.MethodHandle.GetFunctionPointer())();
    }
}
