using System.Reflection;
using System.Runtime.CompilerServices;
using NUnit.Framework;

namespace Attesto.Architecture;

/// <summary>What every type and member of the packages has in common.</summary>
public sealed class ShapeTests
{
    private static readonly BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [TestCaseSource(typeof(House), nameof(House.Packages))]
    public void A_class_is_sealed_or_abstract(string package)
    {
        var open = Types(package).Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false });
        Assert.That(open.Select(type => type.FullName), Is.Empty);
    }

    [TestCaseSource(typeof(House), nameof(House.Packages))]
    public void A_cancellation_token_stands_last_and_bears_its_full_name(string package)
    {
        var odd =
            from type in Types(package)
            from method in type.GetMethods(Declared)
            where !IsGenerated(method)
            from parameter in method.GetParameters()
            where parameter.ParameterType == typeof(CancellationToken)
            where parameter.Position != method.GetParameters().Length - 1 || parameter.Name is not ("cancellationToken" or "stoppingToken")
            select $"{type.FullName}.{method.Name}({parameter.Name})";
        Assert.That(odd, Is.Empty);
    }

    [TestCaseSource(typeof(House), nameof(House.Packages))]
    public void A_public_method_that_waits_says_Async_and_can_be_cancelled(string package)
    {
        var odd =
            from type in Types(package)
            where type.IsVisible && !typeof(Delegate).IsAssignableFrom(type) && !typeof(IDisposable).IsAssignableFrom(type) && !typeof(IAsyncDisposable).IsAssignableFrom(type)
            from method in type.GetMethods(Declared)
            where method.IsPublic && !IsGenerated(method) && IsAwaitable(method.ReturnType) && !method.GetCustomAttributesData().Any(IsTestAttribute)
            where !IsOverrideOfForeign(method)
            where !method.Name.EndsWith("Async", StringComparison.Ordinal) || method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken)
            select $"{type.FullName}.{method.Name}";
        Assert.That(odd, Is.Empty);
    }

    [TestCase("Manager")]
    [TestCase("Helper")]
    [TestCase("Helpers")]
    [TestCase("Util")]
    [TestCase("Utils")]
    [TestCase("Utilities")]
    [TestCase("Impl")]
    public void No_name_is_a_shrug(string suffix) =>
        Assert.That(House.Packages.SelectMany(Types).Select(type => type.Name), Has.None.EndsWith(suffix));

    [Test]
    public void The_engine_shows_its_registration_and_its_keys_and_nothing_else()
    {
        var shown = Types("Attesto").Where(type => type is { IsVisible: true, IsNested: false });
        Assert.That(shown.Select(type => type.Namespace).Distinct(), Is.SubsetOf(new[] { "Attesto.Keys", "Microsoft.Extensions.DependencyInjection" }));
    }

    [TestCaseSource(typeof(House), nameof(House.Packages))]
    public void An_extension_stands_in_the_namespace_of_what_it_extends(string package)
    {
        var odd = Types(package).Where(type => type.IsVisible && type.IsDefined(typeof(ExtensionAttribute), inherit: false));
        Assert.That(odd.Select(type => type.Namespace), Has.All.StartsWith("Microsoft."));
    }

    [TestCaseSource(typeof(House), nameof(House.Packages))]
    public void A_namespace_is_a_first_level_folder(string package)
    {
        var odd = House.Sources($"src/{package}")
            .Select(file => (File: House.Relative(file), Namespace: NamespaceOf(file)))
            .Where(source => source.Namespace is not null && !IsAtHome(source.File, source.Namespace, package));
        Assert.That(odd, Is.Empty);
    }

    // A registration method stands in the namespace of what it extends, where its caller looks for it.
    // What a host or a store touches is one namespace, and so is each package around the protocol: a host's controllers need two usings.
    private static bool IsAtHome(string file, string name, string package) =>
        (file.Split('/') is [_, _, var folder, _, ..] ? name == $"Attesto.{folder}" : name == package)
        || (name == "Attesto" && package is "Attesto.Abstractions")
        || (name == package && package is not "Attesto")
        || name.StartsWith("Microsoft.", StringComparison.Ordinal);

    private static string? NamespaceOf(string file) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))?["namespace ".Length..].TrimEnd(';');

    private static IEnumerable<Type> Types(string package) =>
        House.Assembly(package).GetTypes().Where(type => !IsGenerated(type) && !(type.DeclaringType is { } outer && IsGenerated(outer)));

    private static bool IsGenerated(MemberInfo member) =>
        member.Name.Contains('<', StringComparison.Ordinal)
        || member.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
        || member.CustomAttributes.Any(attribute => attribute.AttributeType.Name is "GeneratedCodeAttribute" or "EmbeddedAttribute")
        || member is Type { Namespace: null or "System.Runtime.CompilerServices" or "Microsoft.CodeAnalysis" or "System.Text.RegularExpressions.Generated" };

    private static bool IsTestAttribute(CustomAttributeData attribute) => attribute.AttributeType.Namespace == "NUnit.Framework";

    private static bool IsAwaitable(Type type) =>
        type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Task<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)));

    private static bool IsOverrideOfForeign(MethodInfo method) =>
        (method.GetBaseDefinition().DeclaringType is { } declaring && declaring.Assembly != method.DeclaringType!.Assembly)
        || method.DeclaringType!.GetInterfaces()
            .Where(contract => !contract.Assembly.GetName().Name!.StartsWith("Attesto", StringComparison.Ordinal))
            .SelectMany(contract => contract.GetMethods())
            .Any(member => member.Name == method.Name);
}
