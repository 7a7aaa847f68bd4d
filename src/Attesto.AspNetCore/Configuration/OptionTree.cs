using System.Collections;
using System.ComponentModel;
using System.Reflection;

namespace Attesto.AspNetCore;

/// <summary>One option: a leaf of the options, under the path that configuration names it by.</summary>
internal sealed record OptionNode(string Path, PropertyInfo Property)
{
    public Type Type => Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType;

    public bool IsCollection => IsCollectionType(Type);

    public static bool IsCollectionType(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);

    public bool IsMap => IsCollection && Type.GetGenericArguments().Length == 2;

    /// <summary>True for a class of Attesto's own that groups options.</summary>
    public static bool IsGroup(Type type) => type is { IsClass: true } && type != typeof(string) && type.Namespace?.StartsWith("Attesto", StringComparison.Ordinal) == true;

    /// <summary>True for a collection of classes of which a single text says enough.</summary>
    public bool EntryMayBeText => EntryGroup is { } entry && TypeDescriptor.GetConverter(entry).CanConvertFrom(typeof(string));

    /// <summary>True for a collection whose entries are such classes.</summary>
    public Type? EntryGroup => IsCollection && Type.GetGenericArguments() is [var entry] && IsGroup(entry) ? entry : null;
}

/// <summary>The options as a tree, read from the types themselves, so that binding, the reference and the check for unknown names agree.</summary>
internal static class OptionTree
{
    public static IEnumerable<OptionNode> LeavesOf(Type type, string path = "") => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .OrderBy(property => property.MetadataToken)
        .SelectMany(property => OptionNode.IsGroup(property.PropertyType)
            ? LeavesOf(property.PropertyType, $"{path}{property.Name}:")
            : [new OptionNode(path + property.Name, property)]);

    /// <summary>The value at a leaf's path.</summary>
    public static object? ValueOf(object options, string path) => ValueOf(options, path.Split(':'));

    /// <summary>The options or the group of them that has the leaf as its property.</summary>
    public static object OwnerOf(object options, string path) => ValueOf(options, path.Split(':')[..^1])!;

    private static object? ValueOf(object options, string[] names) =>
        names.Aggregate((object?)options, (owner, name) => owner?.GetType().GetProperty(name)?.GetValue(owner));
}
