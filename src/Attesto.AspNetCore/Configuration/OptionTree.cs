using System.Collections;
using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.Configuration;

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
    /// <summary>What the section <c>Attesto</c> is bound to.</summary>
    public static readonly Type[] Roots = [typeof(AttestoOptions), typeof(AttestoHttpOptions)];

    public static IEnumerable<OptionNode> LeavesOf(Type type, string path = "") => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(IsConfigurable)
        .OrderBy(property => property.MetadataToken)
        .SelectMany(property => OptionNode.IsGroup(property.PropertyType)
            ? LeavesOf(property.PropertyType, $"{path}{property.Name}:")
            : [new OptionNode(path + property.Name, property)]);

    // Delegates, and what else the framework's own options carry, are set in code.
    private static bool IsConfigurable(PropertyInfo property) =>
        property.SetMethod is not null && !typeof(Delegate).IsAssignableFrom(property.PropertyType)
        && property.PropertyType != typeof(object) && property.PropertyType != typeof(Type) && property.PropertyType != typeof(TimeProvider);

    /// <summary>The value at a leaf's path.</summary>
    public static object? ValueOf(object options, string path) => ValueOf(options, path.Split(':'));

    /// <summary>The options or the group of them that has the leaf as its property. A group that is not there is made.</summary>
    public static object OwnerOf(object options, string path) => path.Split(':')[..^1].Aggregate(options, static (owner, name) =>
    {
        var group = owner.GetType().GetProperty(name)!;
        if (group.GetValue(owner) is not { } value)
        {
            value = Activator.CreateInstance(group.PropertyType)!;
            group.SetValue(owner, value);
        }

        return value;
    });

    /// <summary>What a section says that nothing would read: names that no option of the types has, and a value where a group of options stands.</summary>
    public static IEnumerable<string> FaultsOf(IConfiguration section, string owner, params Type[] types) =>
        UnknownNames(section, types).Select(path => $"{path} is not an option of {owner}. Correct the name or remove it.")
            .Concat(types.SelectMany(type => ValuesOfGroups(section, type)));

    private static IEnumerable<string> ValuesOfGroups(IConfiguration section, Type type) => type.GetProperties()
        .Where(property => IsConfigurable(property) && OptionNode.IsGroup(property.PropertyType))
        .Select(property => (Place: section.GetSection(property.Name), property.PropertyType))
        .SelectMany(group => ValuesOfGroups(group.Place, group.PropertyType).Concat(group.Place.Value is { Length: > 0 } value
            ? [$"{group.Place.Path} is \"{value}\"; it is a group of options, such as {group.Place.Path}:{LeavesOf(group.PropertyType).First().Path}."]
            : []));

    private static IEnumerable<string> UnknownNames(IConfiguration section, params Type[] types) => section.GetChildren().SelectMany(child =>
    {
        var property = types.SelectMany(type => type.GetProperties()).FirstOrDefault(property =>
            IsConfigurable(property) && string.Equals(property.Name, child.Key, StringComparison.OrdinalIgnoreCase));
        return property is null ? [child.Path] :
            OptionNode.IsGroup(property.PropertyType) ? UnknownNames(child, property.PropertyType) :
            new OptionNode(child.Path, property) is { EntryGroup: { } entry } ? child.GetChildren().SelectMany(item => UnknownNames(item, entry)) :
            UnknownKeys(child, property.PropertyType);
    });

    // A map by an enumeration has names that can be wrong, too; the binder skips them silently.
    private static IEnumerable<string> UnknownKeys(IConfigurationSection section, Type type) =>
        type.GetGenericArguments() is [{ IsEnum: true } keys, _]
            ? section.GetChildren().Where(child => !Enum.TryParse(keys, child.Key, ignoreCase: true, out _)).Select(child => child.Path)
            : [];

    private static object? ValueOf(object options, string[] names) =>
        names.Aggregate((object?)options, (owner, name) => owner?.GetType().GetProperty(name)?.GetValue(owner));
}
