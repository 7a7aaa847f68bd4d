using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Attesto.Architecture;

/// <summary>The types that a type is made of: its bases, its members' signatures, its attributes, and what its method bodies name.</summary>
internal static class References
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static IEnumerable<Type> Of(Type type) => Direct(type).OfType<Type>().SelectMany(Parts).Distinct();

    private static IEnumerable<Type?> Direct(Type type) =>
        [
            type.BaseType,
            .. type.GetInterfaces(),
            .. type.CustomAttributes.Select(attribute => attribute.AttributeType),
            .. type.GetFields(Declared).Select(field => field.FieldType),
            .. type.GetMembers(Declared).OfType<MethodBase>().SelectMany(Of),
        ];

    private static IEnumerable<Type?> Of(MethodBase method) =>
        [
            (method as MethodInfo)?.ReturnType,
            .. method.GetParameters().Select(parameter => parameter.ParameterType),
            .. method.GetMethodBody() is { } body ? [.. body.LocalVariables.Select(local => local.LocalType), .. Named(method, body.GetILAsByteArray()!)] : Array.Empty<Type?>(),
        ];

    private static IEnumerable<Type?> Named(MethodBase method, byte[] il)
    {
        var (types, methods) =
            (method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null, method.IsGenericMethod ? method.GetGenericArguments() : null);
        for (var at = 0; at < il.Length;)
        {
            var code = Codes[il[at] == 0xFE ? (short)(0xFE00 | il[++at]) : il[at]];
            at++;
            if (code.OperandType is OperandType.InlineType or OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok)
            {
                var member = method.Module.ResolveMember(BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at)), types, methods)!;
                yield return member as Type ?? member.DeclaringType;
                yield return (member as FieldInfo)?.FieldType;
                foreach (var argument in (member as MethodInfo)?.GetGenericArguments() ?? [])
                {
                    yield return argument;
                }
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at))),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) :
        type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) :
        [type];
}
