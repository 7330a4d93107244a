# The desktop program, and what a desktop wants to know of it.
install(TARGETS postrider COMPONENT desktop)
install(FILES lintian/postrider DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/lintian/overrides COMPONENT desktop)
install(FILES ${documents}/postrider.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT desktop)
install(FILES ${documents}/copyright ${documents}/changelog.gz
        DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/doc/postrider COMPONENT desktop)
install(FILES postrider.desktop DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/applications COMPONENT desktop)
install(FILES ${documents}/${metainfo} DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/metainfo COMPONENT desktop)

set(drawings ${CMAKE_SOURCE_DIR}/resources/app)
set(icons ${CMAKE_INSTALL_DATAROOTDIR}/icons/hicolor)
install(FILES ${drawings}/postrider.svg DESTINATION ${icons}/scalable/apps COMPONENT desktop)
install(FILES ${drawings}/postrider-symbolic.svg DESTINATION ${icons}/symbolic/apps COMPONENT desktop)

# For desktops that show no SVG. The smallest have a drawing of their own, whose lines fall on pixels.
find_program(RSVG_CONVERT rsvg-convert)
if(NOT RSVG_CONVERT)
  message(STATUS "rsvg-convert not found: the icon is installed as SVG only")
  return()
endif()
foreach(size 16 22 24 32 48 64 128 256)
  set(drawing ${drawings}/postrider.svg)
  if(size LESS 48)
    set(drawing ${drawings}/postrider-16.svg)
  endif()
  set(picture ${CMAKE_CURRENT_BINARY_DIR}/icons/${size}/postrider.png)
  add_custom_command(
    OUTPUT ${picture}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/icons/${size}
    COMMAND ${RSVG_CONVERT} --width ${size} --height ${size} --output ${picture} ${drawing}
    DEPENDS ${drawing}
    VERBATIM)
  list(APPEND pictures ${picture})
  install(FILES ${picture} DESTINATION ${icons}/${size}x${size}/apps COMPONENT desktop)
endforeach()
add_custom_target(app_icons ALL DEPENDS ${pictures})
