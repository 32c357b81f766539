"""Sentences without a place, written for the tests: everyday life and distress, as people text them."""

ENGLISH = """
i am scared
please help me
he took my passport
they don't pay us
i can't go out
my boss is very angry
i want to talk to someone
can you keep a secret
who are you
are you a robot
i have two children
they hit me yesterday
i don't know what to do
thank you so much
that is nice of you
good morning
see you later
call me on my mobile
i am a man
she is female and he is male
i was reading your message
most of us are girls
we split the money
there is no water
i need a doctor
my hand hurts
he is in my room now
he is outside my door now
they are near my house now
i have not slept for days
the door is locked
they watch us in the house
i am in danger
i am in trouble
she is in pain
he works at a bar
we eat once a day
they sold my friend
i owe them money
what is your name
can the police see this
delete everything please
i am hungry and cold
in the morning they come back
at night we are locked in
i am at work now
he is in the next room
i can hear them talking
i want to die
don't tell anyone
is this free
i need a lawyer
speak english please
show me the menu
another one please
i am not sure
it happened in summer
i was in love with him
turn the song off
the orange bus was late
it is long and hot
my son is young
we sing and dance
""".strip().splitlines()

SPANISH = """
tengo mucho miedo
ayudame por favor
me quitaron el pasaporte
no nos pagan
no puedo salir
mi jefe es malo
quiero hablar con alguien
quien eres
eres un robot
es gratis
tengo dos hijos
me pegaron ayer
no se que hacer
muchas gracias
buenos dias
hasta luego
usa mi correo
soy un hombre
quiero vivir en paz
la paz es lo que quiero
en la mañana vienen
por la noche nos encierran
estoy en el trabajo
esta en el carro
son las tres
son la familia de mi amiga
no hay agua
necesito un medico
me duele la mano
no duermo hace dias
la puerta esta cerrada
estoy en peligro
estoy en la calle
me quiero morir
no le digas a nadie
la policia puede ver esto
borra todo
tengo hambre y frio
el mar esta lejos
trabajo de sol a sol
mi hermana victoria tiene razon
dame otra opcion
no entiendo nada
necesito un abogado
habla en español
mañana por la mañana
estoy en casa
estoy en cama
en serio
en general todo mal
me deben tres meses
que linda cancion
salta la cuerda
la lima esta rota
el leon duerme
estamos en silencio
voy en camino
esta en la carcel
en cambio ella no
en verdad no quiero
""".strip().splitlines()

THAI = """
หนูกลัวมาก
ช่วยด้วย
เขายึดพาสปอร์ตไป
เขาไม่จ่ายเงิน
ออกไปไหนไม่ได้
หัวหน้าใจร้าย
อยากคุยกับใครสักคน
คุณเป็นใคร
เป็นหุ่นยนต์ไหม
ฟรีไหมคะ
มีลูกสองคน
เมื่อวานโดนตี
ไม่รู้จะทำยังไง
ขอบคุณมากค่ะ
สวัสดีครับ
ไว้คุยกันใหม่
ไม่ไหวแล้วเลย
ไม่มีเงินเลย
นานมากแล้ว
ตากผ้าอยู่
เขาแพร่ข่าว
อย่าบอกใครนะ
ตำรวจเห็นไหม
ลบทั้งหมดเลย
หิวข้าว
ปวดมือ
ต้องการหมอ
นอนไม่หลับ
ประตูล็อค
อยู่ในอันตราย
อยู่ในห้อง
อยู่ที่ทำงาน
อยู่บ้าน
เขาอยู่ข้างนอก
ได้ยินเสียงคน
อยากตาย
พูดภาษาไทยได้ไหม
ภาษาอังกฤษก็ได้
ขอทนาย
ขอเมนู
มีอีกไหม
ไม่แน่ใจ
เพลงเกาหลีเพราะ
อาหารจีนอร่อย
คนลาวเยอะ
ตรงไปตรงมา
ตราดไม่ใช่ตลาด
ทำงานกลางคืน
ฝนตกหนัก
เงินเดือนไม่ออก
เป็นหนี้เขา
โดนหลอกมาทำงาน
แม่ป่วย
คิดถึงบ้าน
น่านั่งจัง
ตอนเช้าเขามา
เดี๋ยวเขากลับมา
รีบหน่อยนะ
เป็นผู้ชาย
พรุ่งนี้ค่อยคุย
""".strip().splitlines()
